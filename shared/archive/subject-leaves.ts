import type { Json } from '../primitives/canonical-json.ts';
import type { EvaluationResult, IndicatorResult } from '../scoring/evaluation-result.ts';
import type { InputValue } from '../scoring/reading/input-value.ts';
import type { ScoringInput } from '../scoring/scoring-input.ts';
import { documentLeaves, numbered } from './document-leaves.ts';
import type { Leaf } from './snapshot-format.ts';
import { toTagged } from './tagged-json.ts';

/** One subject of a round: what its evaluation rests on, and what it came to. */
export interface SubjectContent {
  readonly subject: string;
  readonly input: ScoringInput;
  /** Where the values come from, by their ids. */
  readonly sources: ReadonlyMap<string, Json>;
  /** What `calculateEvaluation` made of the input. */
  readonly result: EvaluationResult;
  /** Values of the key performance indicators, as they were kept; shown beside the score and not replayed. */
  readonly kpis: readonly { readonly code: string; readonly value: string | null }[];
}

/**
 * The leaves of a subject, in their order: `facts`, `input` (one for each value), `kpi`, `mark`, `result` (one for each
 * indicator and each member unit). What is neither value nor mark nor plan is a fact, whatever the calculator will take.
 */
export function subjectLeaves({ subject, input, sources, result, kpis }: SubjectContent): Leaf[] {
  const { plan: _plan, values, marks, ...facts } = input;
  const leaf = (key: string, content: Json): Leaf => ({ section: 'subject', key: `${subject}/${key}`, content });
  return [
    ...documentLeaves('subject', `${subject}/facts`, facts, true),
    ...[...values.values()].map((value) => leaf(inputKey(value), inputContent(value, sources))).sort(byKey),
    ...kpis.map(({ code, value }, at) => leaf(`kpi/${numbered(at)}`, { code, value })),
    ...[...(marks ?? [])]
      .flatMap(([item, list]) => list.map((mark, at) => leaf(`mark/${item}/${numbered(at)}`, toTagged(mark))))
      .sort(byKey),
    ...resultLeaves(subject, result),
  ];
}

/** The leaves of a result; what it rests on is named by id. */
export function resultLeaves(subject: string, result: EvaluationResult): Leaf[] {
  const { indicators, ...rest } = result;
  return documentLeaves('subject', `${subject}/result`, { ...rest, indicators: indicators.map(byReference) });
}

/** Key of a value within its subject, behind `input/`. */
export function inputKey({
  measure,
  period,
  dimensions,
}: Pick<InputValue, 'measure' | 'period' | 'dimensions'>): string {
  return `input/${measure}/${period}/${dimensions === '' ? '-' : dimensions}`;
}

function inputContent(value: InputValue, sources: ReadonlyMap<string, Json>): Json {
  return toTagged({ ...value, source: sources.get(value.id) ?? null });
}

function byReference(indicator: IndicatorResult): object {
  const ids = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);
  const { evidence, alsoShown, marks } = indicator;
  return { ...indicator, evidence: ids(evidence), alsoShown: ids(alsoShown), marks: ids(marks) };
}

function byKey(a: Leaf, b: Leaf): number {
  return a.key < b.key ? -1 : 1;
}
