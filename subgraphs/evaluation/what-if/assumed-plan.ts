import type { ScoringModel } from '../../../shared/catalogue/scoring-model/scoring-model.ts';
import { checkModelRules } from '../../../shared/catalogue/checks/model-rules.check.ts';
import { decimal, isDecimalString, toDecimalString } from '../../../shared/primitives/decimal.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { prepareScoring, type ScoringPlan } from '../../../shared/scoring/compile/prepare-scoring.ts';
import { ScoringModelError } from '../../../shared/scoring/compile/read-scoring-model.ts';
import { assumedWeights } from './assumed-weights.ts';
import { changeParameter, figuresOf } from './change-parameters.ts';
import { type WeightTree, weightsOf, withWeights } from './weight-tree.ts';
import { WHAT_IF_LIMITS, type MovedWeight, type WhatIfQuestion } from './what-if.ts';
import { whatIfErrors } from './what-if.errors.ts';

type Assumption = Pick<WhatIfQuestion, 'weights' | 'isRestScaled' | 'parameters' | 'bands' | 'version' | 'variant'>;

/** A plan as the question would have it. */
export interface AssumedPlan {
  readonly plan: ScoringPlan;
  readonly weights: readonly MovedWeight[];
  /** Rules of scoring models that the weights do not keep; an assumption may break them, a model may not. */
  readonly findings: readonly Issue[];
}

/** The plan with other weights, figures, bands or another variant; every fault of the question, where it has any. */
export function assumedPlan(official: ScoringPlan, asked: Assumption): Result<AssumedPlan, Issue[]> {
  const variant = asked.variant ?? official.setup.variant;
  if (variant !== null && !official.setup.model.variants.some(({ id }) => id === variant)) {
    return err([whatIfErrors.unknownVariant(variant)]);
  }
  const started = prepare(official, official.setup.model, variant);
  if (!started.ok) return started;
  const weights = assumedWeights(started.value, asked);
  const figures = changeFigures(official.setup.model, asked.parameters);
  const bands = changeBands(official, asked.bands);
  const issues = [weights, figures, bands].flatMap((each) => (each.ok ? [] : each.error));
  if (!weights.ok || !figures.ok || !bands.ok) return err(issues);
  const model = withWeights({ ...figures.value, bands: bands.value }, variant, weights.value);
  const prepared = prepare(official, model, variant);
  if (!prepared.ok) return prepared;
  const moved = movedWeights(weightsOf(official), weights.value);
  const isAsInForce = moved.length === 0 && asked.version === null && asked.variant === null;
  return ok({ plan: prepared.value, weights: moved, findings: isAsInForce ? [] : brokenRules(prepared.value) });
}

/** The rules hold for every variant; only the one that is scored by is looked at. */
function brokenRules({ setup: { framework, model, variant } }: ScoringPlan): Issue[] {
  const chosen = model.variants.filter(({ id }) => id === variant);
  const all = checkModelRules(framework, { ...model, variants: chosen });
  return all
    .filter(({ where }) => variant === null || where !== model.id)
    .map(({ code, message }) => whatIfErrors.againstModelRule(code, message));
}

function prepare(official: ScoringPlan, model: ScoringModel, variant: string | null): Result<ScoringPlan, Issue[]> {
  try {
    return ok(prepareScoring({ ...official.setup, model, variant }));
  } catch (fault) {
    if (!(fault instanceof ScoringModelError)) throw fault;
    return err([whatIfErrors.notScorable(fault.faults)]);
  }
}

function changeFigures(model: ScoringModel, asked: Assumption['parameters']): Result<ScoringModel, Issue[]> {
  if (asked.length > WHAT_IF_LIMITS.parameters) return err([whatIfErrors.tooMany('parameters', asked.length)]);
  const issues: Issue[] = [];
  let changed = model;
  for (const [index, parameter] of asked.entries()) {
    const scoring = [...model.indicators.values()].find(({ key }) => key === parameter.indicator);
    const next = isDecimalString(parameter.value) ? changeParameter(changed, parameter) : null;
    if (scoring === undefined) issues.push(whatIfErrors.unknownIndicator(index, parameter.indicator));
    else if (!isDecimalString(parameter.value)) issues.push(whatIfErrors.wrongFigure(index, parameter.value));
    else if (next === null) {
      const paths = figuresOf(scoring.parameters).map(({ path }) => path);
      issues.push(whatIfErrors.unknownParameter(index, parameter.path, paths));
    } else changed = next;
  }
  return issues.length > 0 ? err(issues) : ok(changed);
}

/** Bands are told by grade; the model words its categories, one for each grade and in the same order. */
function changeBands(
  { grades, setup }: ScoringPlan,
  asked: Assumption['bands'],
): Result<ScoringModel['bands'], Issue[]> {
  const { bands } = setup.model;
  if (asked.length === 0) return ok(bands);
  const isWhole = asked.length === grades.bands.length;
  const isInOrder = asked.every(({ grade, atLeast }, index) => {
    const above = asked[index - 1]?.atLeast;
    const isFalling = above === undefined ? decimal(atLeast).lte(100) : decimal(atLeast).lt(above);
    return isFalling && grade === grades.bands[index]?.grade;
  });
  if (!isWhole || !isInOrder || !decimal(asked.at(-1)?.atLeast ?? 1).isZero()) return err([whatIfErrors.wrongBands()]);
  return ok(
    bands.map((band, index) => ({
      ...band,
      atLeast: toDecimalString(decimal(asked[index]?.atLeast ?? band.atLeast)),
    })),
  );
}

function movedWeights(before: WeightTree, after: WeightTree): MovedWeight[] {
  return (['PILLAR', 'GROUP', 'INDICATOR'] as const).flatMap((level) =>
    [...after[level]].flatMap(([code, weight]) => {
      const was = before[level].get(code) ?? '0';
      return decimal(was).eq(weight) ? [] : [{ level, code, before: was, after: weight }];
    }),
  );
}
