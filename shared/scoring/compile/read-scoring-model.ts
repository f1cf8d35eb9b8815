import { z } from 'zod';
import type { IndicatorScoring, ScoringMethod, ScoringModel } from '../../catalogue/scoring-model/scoring-model.ts';
import { type Decimal, decimal, toDecimalString } from '../../primitives/decimal.ts';
import { type EffortParameters, effortParameters } from '../methods/attainment-and-effort.ts';
import { type BandsParameters, bandsParameters } from '../methods/bands.ts';
import { type ChecklistParameters, checklistParameters } from '../methods/checklist.ts';
import { type GrowthParameters, growthParameters } from '../methods/growth.ts';
import { type LinearParameters, linearParameters } from '../methods/linear-to-target.ts';
import { type PlanParameters, planParameters } from '../methods/plan-completion.ts';
import { type RankParameters, rankParameters } from '../methods/rank.ts';
import { type RubricParameters, rubricParameters } from '../methods/rubric.ts';
import { type SurveyParameters, surveyParameters } from '../methods/survey.ts';
import { type AppliedStandard, HUNDRED, ZERO } from '../outcome/outcome.ts';
import { figure } from './parameter-fields.ts';
import { keep } from '../outcome/round-score.ts';

/** How an indicator, or a part of one, is scored: method and parameters, read and checked. */
export type ScoringRule =
  | { readonly method: 'linear-to-target'; readonly parameters: LinearParameters }
  | { readonly method: 'bands'; readonly parameters: BandsParameters }
  | { readonly method: 'growth'; readonly parameters: GrowthParameters }
  | { readonly method: 'attainment-and-effort'; readonly parameters: EffortParameters }
  | { readonly method: 'checklist'; readonly parameters: ChecklistParameters }
  | { readonly method: 'rubric'; readonly parameters: RubricParameters }
  | { readonly method: 'survey'; readonly parameters: SurveyParameters }
  | { readonly method: 'plan-completion'; readonly parameters: PlanParameters }
  | { readonly method: 'rank'; readonly parameters: RankParameters }
  | { readonly method: 'informational' }
  | {
      readonly method: 'by-peer-group';
      /** For subjects of no group that has a standard of its own. */
      readonly general: ScoringRule;
      readonly standards: readonly { readonly applied: AppliedStandard; readonly rule: ScoringRule }[];
    }
  | { readonly method: 'parts'; readonly parts: readonly { readonly share: Decimal; readonly rule: ScoringRule }[] };

export interface ReadIndicatorScoring {
  readonly code: string;
  readonly key: string;
  readonly weight: Decimal;
  readonly weightText: string;
  /** The weight as results keep it. */
  readonly weightKept: string;
  /** Weight ÷ 100: points of one score point. */
  readonly fraction: Decimal;
  /** Heading of the model; the rule says what is done. */
  readonly method: ScoringMethod;
  readonly rule: ScoringRule;
  /** Whether a peer group has a standard of its own anywhere in the rule. */
  readonly hasStandards: boolean;
}

/** A scoring model whose every parameter is understood. */
export interface ReadModel {
  readonly model: ScoringModel;
  readonly indicators: ReadonlyMap<string, ReadIndicatorScoring>;
}

/** A scoring model that cannot be carried out; names every place. */
export class ScoringModelError extends Error {
  override readonly name = 'ScoringModelError';

  constructor(
    readonly model: string,
    readonly faults: readonly string[],
  ) {
    super(`scoring model ${model} cannot be carried out:\n${faults.join('\n')}`);
  }
}

const part = z.strictObject({ share: figure, method: z.string(), parameters: z.record(z.string(), z.unknown()) });
const standard = z.looseObject({
  peerGroup: z.string(),
  name: z.string().min(1),
  status: z.enum(['official', 'derived']),
  reason: z.string().min(1),
});
const partsOnly = z.strictObject({ parts: z.array(part).min(1) });

/** Reads the parameters of every indicator; a parameter or a text that no method knows is a fault, never ignored. */
export function readScoringModel(model: ScoringModel, variant: string | null = null): ReadModel {
  const faults: string[] = [];
  const chosen = variant === null ? null : (model.variants.find(({ id }) => id === variant) ?? null);
  if (variant !== null && chosen === null) faults.push(`no variant ${variant}`);
  const indicators = new Map<string, ReadIndicatorScoring>();
  for (const scoring of model.indicators.values()) {
    const change = chosen?.overrides[scoring.code];
    const method = change?.method ?? scoring.method;
    const weight = decimal(change?.weight ?? scoring.weight);
    const rule = readRule(method, scoring.parameters, (path, message) => faults.push(place(scoring, path, message)));
    if (rule === null) continue;
    const { code, key } = scoring;
    const fraction = weight.div(HUNDRED);
    const weightText = toDecimalString(weight);
    indicators.set(code, {
      code,
      key,
      weight,
      weightText,
      weightKept: keep(weight),
      fraction,
      method,
      rule,
      hasStandards: hasStandards(rule),
    });
  }
  if (faults.length > 0) throw new ScoringModelError(model.id, faults);
  return { model, indicators };
}

function hasStandards(rule: ScoringRule): boolean {
  return (
    rule.method === 'by-peer-group' || (rule.method === 'parts' && rule.parts.some((each) => hasStandards(each.rule)))
  );
}

type Report = (path: readonly PropertyKey[], message: string) => void;

function readRule(method: string, parameters: Readonly<Record<string, unknown>>, report: Report): ScoringRule | null {
  if (method === 'informational') return { method };
  if ('parts' in parameters) return readParts(parameters, report);
  if ('standards' in parameters) return readByPeerGroup(method, parameters, report);
  switch (method) {
    case 'linear-to-target':
      return withParameters(method, linearParameters.safeParse(parameters), report);
    case 'bands':
      return withParameters(method, bandsParameters.safeParse(parameters), report);
    case 'growth':
      return withParameters(method, growthParameters.safeParse(parameters), report);
    case 'attainment-and-effort':
      return withParameters(method, effortParameters.safeParse(parameters), report);
    case 'checklist':
      return withParameters(method, checklistParameters.safeParse(parameters), report);
    case 'rubric':
      return withParameters(method, rubricParameters.safeParse(parameters), report);
    case 'survey':
      return withParameters(method, surveyParameters.safeParse(parameters), report);
    case 'plan-completion':
      return withParameters(method, planParameters.safeParse(parameters), report);
    case 'rank':
      return withParameters(method, rankParameters.safeParse(parameters), report);
    default:
      report(['method'], `no method ${method}`);
      return null;
  }
}

/** The general standard, and one for each peer group that has figures of its own; whatever a group leaves out is general. */
function readByPeerGroup(
  method: string,
  { standards, ...general }: Readonly<Record<string, unknown>>,
  report: Report,
): ScoringRule | null {
  const read = z.array(standard).min(1).safeParse(standards);
  if (!read.success) {
    reportAll(read.error, (path, message) => report(['standards', ...path], message));
    return null;
  }
  const rule = readRule(method, general, report);
  const own = read.data.flatMap(({ peerGroup, name, status, reason, ...figures }, index) => {
    const each = readRule(method, { ...general, ...figures }, (path, message) =>
      report(['standards', index, ...path], message),
    );
    return each === null ? [] : [{ applied: { peerGroup, name, status, reason }, rule: each }];
  });
  const groups = read.data.map(({ peerGroup }) => peerGroup);
  if (new Set(groups).size < groups.length) report(['standards'], 'a peer group comes twice');
  return rule === null ? null : { method: 'by-peer-group', general: rule, standards: own };
}

function readParts(parameters: Readonly<Record<string, unknown>>, report: Report): ScoringRule | null {
  const read = partsOnly.safeParse(parameters);
  if (!read.success) {
    reportAll(read.error, report);
    return null;
  }
  const parts = read.data.parts.flatMap(({ share, method, parameters: inner }, index) => {
    const rule = readRule(method, inner, (path, message) => report(['parts', index, ...path], message));
    return rule === null ? [] : [{ share, rule }];
  });
  const sum = read.data.parts.reduce((total, { share }) => total.plus(share), ZERO);
  if (!sum.eq(HUNDRED)) report(['parts'], `shares sum to ${sum.toFixed()}, not to 100`);
  return { method: 'parts', parts };
}

function withParameters<M, P>(
  method: M,
  read: z.ZodSafeParseResult<P>,
  report: Report,
): { readonly method: M; readonly parameters: P } | null {
  if (read.success) return { method, parameters: read.data };
  reportAll(read.error, report);
  return null;
}

function reportAll(error: z.ZodError, report: Report): void {
  for (const issue of error.issues) report(issue.path, issue.message);
}

function place({ code, key }: IndicatorScoring, path: readonly PropertyKey[], message: string): string {
  return `indicator ${code} (${key}) ${path.map(String).join('.')}: ${message}`;
}
