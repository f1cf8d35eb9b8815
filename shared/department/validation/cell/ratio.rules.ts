import { type Decimal, toDecimalString } from '../../../primitives/decimal.ts';
import { cellErrors, type Sides } from './cell.errors.ts';
import type { CellRule, CellValues } from '../cell-rule.ts';
import { isOwn } from './own-figure.ts';
import {
  isPlainlyWithin,
  placesOfRatio,
  placesOfSide,
  type RatioAtPlace,
  ratiosOf,
  sumOfSide,
} from './ratio-relation.ts';
import type { ResolvedRow, RowContext } from '../row.ts';
import type { Finding } from '../row.errors.ts';
import type { RuleFacts } from '../rule.ts';

const ADDITIVE = { types: ['count', 'amount'] } as const;

/**
 * Numerator and denominator (分子与分母), on whichever of the two is handed in. Hard where one unit answers for both;
 * a unit is not refused for another unit's figure, which it cannot mend, but asked.
 */
export const shareRules: readonly CellRule[] = [
  shareRule('OWN', { id: 'share.bound', strength: 'ERROR', isWaivable: true, titleZh: '分子不大于分母' }),
  shareRule('ACROSS', {
    id: 'share.across-units',
    strength: 'WARNING',
    isWaivable: false,
    titleZh: '分子与分母由不同单位填报，分子大于分母须说明',
  }),
  shareRule('LAGGED', {
    id: 'share.lagged',
    strength: 'WARNING',
    isWaivable: false,
    titleZh: '分子可来自以前报告期，大于分母须说明',
  }),
];

/** Plan and completion (计划与完成). */
export const planRules: readonly CellRule[] = [
  {
    id: 'plan.exceeded',
    strength: 'WARNING',
    isWaivable: false,
    titleZh: '完成数远超计划数',
    appliesTo: ADDITIVE,
    needsOthers: true,
    reads: readsOf('completion'),
    check: (row, values, context) =>
      first(ratiosOf(row, 'completion'), (ratio) => {
        const { numerator, denominator, isKnown } = sumUp(ratio, row, values);
        const { upper, measures } = context.reportingChecks.completion;
        const times = measures.get(ratio.ratio.code) ?? upper;
        if (!isKnown || denominator.isZero() || numerator.lte(denominator.times(times))) return null;
        return cellErrors.planFarExceeded(
          ratio.ratio.nameZh,
          times,
          tellSides(ratio, row, context, [numerator, denominator]),
        );
      }),
  },
  {
    id: 'plan.zero',
    strength: 'WARNING',
    isWaivable: false,
    titleZh: '计划数为零而有完成数',
    appliesTo: ADDITIVE,
    needsOthers: true,
    reads: readsOf('completion'),
    check: (row, values, context) =>
      first(ratiosOf(row, 'completion'), (ratio) => {
        const { numerator, denominator, isKnown } = sumUp(ratio, row, values);
        if (!isKnown || !denominator.isZero() || !numerator.gt(0)) return null;
        return cellErrors.planZero(ratio.ratio.nameZh, tellSides(ratio, row, context, [numerator, denominator]));
      }),
  },
];

function readsOf(op: 'share' | 'completion'): CellRule['reads'] {
  return (row) =>
    ratiosOf(row, op)
      .flatMap(placesOfRatio)
      .map((place) => ({ ...place, subject: row.input.subject }));
}

type ShareKind = 'OWN' | 'ACROSS' | 'LAGGED';

function shareRule(kind: ShareKind, facts: Omit<RuleFacts, 'appliesTo'>): CellRule {
  return {
    ...facts,
    appliesTo: ADDITIVE,
    needsOthers: true,
    reads: readsOf('share'),
    check: (row, values, context) =>
      first(ratiosOf(row, 'share'), (ratio) => {
        if (isPlainlyWithin(ratio, row.input.subject, values)) return null;
        const { numerator, denominator, isKnown } = sumUp(ratio, row, values);
        if (!isKnown || numerator.lte(denominator) || kindOf(ratio, row, context) !== kind) return null;
        const sides = tellSides(ratio, row, context, [numerator, denominator]);
        const name = ratio.ratio.nameZh;
        return denominator.isZero()
          ? cellErrors.denominatorZero(facts.strength, name, sides)
          : cellErrors.numeratorAboveDenominator(facts.strength, name, sides);
      }),
  };
}

function kindOf(ratio: RatioAtPlace, row: ResolvedRow, context: RowContext): ShareKind {
  if (context.reportingChecks.lagged.has(ratio.ratio.code)) return 'LAGGED';
  return isOwn(row, placesOfRatio(ratio), context) ? 'OWN' : 'ACROSS';
}

/** Both sides of a ratio. The numerator may be a lower bound; without a whole denominator nothing can be said. */
function sumUp(ratio: RatioAtPlace, { input: { subject } }: ResolvedRow, values: CellValues) {
  const numerator = sumOfSide(ratio.numerator, subject, values).sum;
  const { sum: denominator, isComplete } = sumOfSide(ratio.denominator, subject, values);
  return { numerator, denominator, isKnown: isComplete };
}

function tellSides(
  ratio: RatioAtPlace,
  row: ResolvedRow,
  context: RowContext,
  sums: readonly [Decimal, Decimal],
): Sides {
  const tell = (side: RatioAtPlace['numerator'], sum: Decimal): string | null =>
    isOwn(row, placesOfSide(side), context) ? toDecimalString(sum) : null;
  const numerator = tell(ratio.numerator, sums[0]);
  const denominator = tell(ratio.denominator, sums[1]);
  return { numerator, denominator, compared: ratio.side === 'numerator' ? denominator : numerator };
}

function first<T>(items: readonly T[], find: (item: T) => Finding | null): Finding | null {
  for (const item of items) {
    const finding = find(item);
    if (finding !== null) return finding;
  }
  return null;
}
