import { type Decimal, toDecimalString } from '../../../primitives/decimal.ts';
import { cellErrors, type Sides } from './cell.errors.ts';
import type { CellRule, CellValues } from '../cell-rule.ts';
import { isOwn } from './own-figure.ts';
import { cellsOfRatio, cellsOfSide, type RatioAtPeriod, ratiosOf, sumOfSide } from './ratio-relation.ts';
import type { ResolvedRow, RowContext } from '../row.ts';
import type { Finding } from '../row.errors.ts';

const ADDITIVE = { types: ['count', 'amount'] } as const;

/** Numerator and denominator (分子与分母), on whichever of the two is handed in. */
export const shareRules: readonly CellRule[] = [
  {
    id: 'share.bound',
    strength: 'ERROR',
    isWaivable: true,
    titleZh: '分子不大于分母',
    appliesTo: ADDITIVE,
    reads: readsOf('share'),
    check: (row, values, context) => findAbove(row, values, context, 'ERROR'),
  },
  {
    id: 'share.lagged',
    strength: 'WARNING',
    isWaivable: false,
    titleZh: '分子来自以前报告期的，大于分母须说明',
    appliesTo: ADDITIVE,
    reads: readsOf('share'),
    check: (row, values, context) => findAbove(row, values, context, 'WARNING'),
  },
];

/** Plan and completion (计划与完成). */
export const planRules: readonly CellRule[] = [
  {
    id: 'plan.exceeded',
    strength: 'WARNING',
    isWaivable: false,
    titleZh: '完成数远超计划数',
    appliesTo: ADDITIVE,
    reads: readsOf('completion'),
    check: (row, values, context) =>
      first(ratiosOf(row, 'completion'), (ratio) => {
        const { numerator, denominator, isKnown, sides } = measure(ratio, row, values, context);
        const { upper, measures } = context.reportingChecks.completion;
        const times = measures.get(ratio.ratio.code) ?? upper;
        if (!isKnown || denominator.isZero() || numerator.lte(denominator.times(times))) return null;
        return cellErrors.planFarExceeded(ratio.ratio.nameZh, times, sides);
      }),
  },
  {
    id: 'plan.zero',
    strength: 'WARNING',
    isWaivable: false,
    titleZh: '计划数为零而有完成数',
    appliesTo: ADDITIVE,
    reads: readsOf('completion'),
    check: (row, values, context) =>
      first(ratiosOf(row, 'completion'), (ratio) => {
        const { numerator, denominator, isKnown, sides } = measure(ratio, row, values, context);
        if (!isKnown || !denominator.isZero() || !numerator.gt(0)) return null;
        return cellErrors.planZero(ratio.ratio.nameZh, sides);
      }),
  },
];

function readsOf(op: 'share' | 'completion'): CellRule['reads'] {
  return (row) => ratiosOf(row, op).flatMap(cellsOfRatio);
}

function findAbove(
  row: ResolvedRow,
  values: CellValues,
  context: RowContext,
  severity: 'ERROR' | 'WARNING',
): Finding | null {
  return first(ratiosOf(row, 'share'), (ratio) => {
    const isLagged = context.reportingChecks.lagged.has(ratio.ratio.code);
    if (isLagged !== (severity === 'WARNING')) return null;
    const { numerator, denominator, isKnown, sides } = measure(ratio, row, values, context);
    if (!isKnown || numerator.lte(denominator)) return null;
    const isZero = denominator.isZero() && severity === 'ERROR';
    return isZero
      ? cellErrors.denominatorZero(ratio.ratio.nameZh, sides)
      : cellErrors.numeratorAboveDenominator(severity, ratio.ratio.nameZh, sides);
  });
}

/** Both sides of a ratio. The numerator may be a lower bound; without a whole denominator nothing can be said. */
function measure(ratio: RatioAtPeriod, row: ResolvedRow, values: CellValues, context: RowContext) {
  const numerator = sumOfSide(ratio, ratio.numerator, values).sum;
  const { sum: denominator, isComplete } = sumOfSide(ratio, ratio.denominator, values);
  return {
    numerator,
    denominator,
    isKnown: isComplete,
    sides: tellSides(ratio, row, context, [numerator, denominator]),
  };
}

function tellSides(
  ratio: RatioAtPeriod,
  row: ResolvedRow,
  context: RowContext,
  sums: readonly [Decimal, Decimal],
): Sides {
  const tell = (side: RatioAtPeriod['numerator'], sum: Decimal): string | null =>
    isOwn(row, cellsOfSide(ratio, side), context) ? toDecimalString(sum) : null;
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
