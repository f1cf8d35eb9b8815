import type { AssessmentRules } from '../../catalogue/scoring-model/scoring-model.ts';
import { type Decimal, decimal } from '../../primitives/decimal.ts';
import type { Mark } from '../reading/input-value.ts';

/** The marks of one assessment item brought to one. */
export interface CombinedAssessments {
  /** 0–100. */
  readonly value: Decimal;
  /** The marks that count, in the order given. */
  readonly marks: readonly Mark[];
}

type Mean = AssessmentRules['withinSource'];

/**
 * One mark out of all marks of an assessment item, as the scoring model says: first those of one blind review, then
 * those of one source, then the sources among themselves. Null where no source that counts has given a mark. The order
 * of the marks changes nothing, no result lies outside the marks, and a higher mark never lowers it.
 */
export function combineAssessments(marks: readonly Mark[], rules: AssessmentRules): CombinedAssessments | null {
  const [only] = marks;
  if (marks.length === 1 && only !== undefined) {
    const counts = rules.sources.some(({ code: source }) => source === only.source);
    return counts ? { value: decimal(only.mark), marks } : null;
  }
  const voices = rules.sources.flatMap(({ code: source, weight }) => {
    const own = marks.filter((mark) => mark.source === source);
    return own.length === 0 ? [] : [{ source, weight: decimal(weight), value: ofSource(own, rules), marks: own }];
  });
  const [first] = voices;
  if (first === undefined) return null;
  if (rules.acrossSources === 'precedence' || voices.length === 1) return { value: first.value, marks: first.marks };
  const total = sum(voices.map(({ weight }) => weight));
  const value = sum(voices.map((voice) => voice.value.times(voice.weight))).div(total);
  const counted = new Set(voices.map(({ source }) => source));
  return { value, marks: marks.filter(({ source }) => counted.has(source)) };
}

const MIDDLE: Readonly<Record<Mean, string>> = { mean: '平均', median: '中位数' };

/** Chinese: how the marks of an assessment item become one, as an officer reads it. */
export function combinationWords({ withinReview, withinSource, acrossSources, sources }: AssessmentRules): string {
  const own = `一次双人评定取${MIDDLE[withinReview]}，同一来源取${MIDDLE[withinSource]}`;
  if (sources.length === 1) return own;
  if (acrossSources === 'precedence') return `${own}，按来源的先后取第一个有评分的来源`;
  const isEven = new Set(sources.map(({ weight }) => decimal(weight).toFixed())).size === 1;
  return `${own}，各来源${isEven ? '同等平均' : '按权重平均'}`;
}

function ofSource(marks: readonly Mark[], { withinReview, withinSource }: AssessmentRules): Decimal {
  const reviews = new Set(marks.map(({ review }) => review).filter((review) => review !== undefined));
  const alone = marks.filter(({ review }) => review === undefined).map(({ mark }) => decimal(mark));
  const reviewed = [...reviews].map((review) =>
    middleOf(
      marks.filter((mark) => mark.review === review).map(({ mark }) => decimal(mark)),
      withinReview,
    ),
  );
  return middleOf([...alone, ...reviewed], withinSource);
}

function middleOf(values: readonly Decimal[], how: Mean): Decimal {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return only;
  if (how === 'mean') return sum(values).div(values.length);
  const sorted = [...values].sort((a, b) => a.comparedTo(b));
  const half = sorted.length / 2;
  const middle = sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1);
  return sum(middle).div(middle.length);
}

function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), decimal(0));
}
