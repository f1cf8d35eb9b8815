import type { Decimal } from '../../primitives/decimal.ts';
import { completeOutcome, HUNDRED, notApplicable, openOutcome, type Outcome, type ScoreNode, ZERO } from './outcome.ts';
import type { Reading } from '../reading/reading.ts';

/** A score as a function of one value: at a point, and the bounds over a range. */
export interface Curve {
  at(value: Decimal): Decimal;
  range(low: Decimal, high: Decimal): { readonly low: Decimal; readonly high: Decimal };
}

/** A curve that only rises or only falls: its bounds lie at the ends of the range. */
export function monotoneCurve(at: (value: Decimal) => Decimal): Curve {
  return {
    at,
    range(low, high) {
      const a = at(low);
      const b = at(high);
      return a.lte(b) ? { low: a, high: b } : { low: b, high: a };
    },
  };
}

/**
 * 0 at `zero`, `scale` at `full`, a straight line between, never above `top`; falls where `full` is below `zero`.
 * Exact: the slope is multiplied only where it ends within the precision, else the division comes last.
 */
export function linearCurve(zero: Decimal, full: Decimal, top: Decimal = HUNDRED, scale: Decimal = HUNDRED): Curve {
  const span = full.minus(zero);
  const slope = scale.div(span);
  const isExact = slope.times(span).eq(scale) && slope.precision() < EXACT_DIGITS;
  const rises = full.gt(zero);
  return monotoneCurve((value) => {
    if (rises ? value.lte(zero) : value.gte(zero)) return ZERO;
    if (rises ? value.gte(full) : value.lte(full)) return top;
    const score = isExact ? value.minus(zero).times(slope) : value.minus(zero).times(scale).div(span);
    return score.gt(top) ? top : score;
  });
}

/** Digits of a slope that leave room for those of a value. */
const EXACT_DIGITS = 16;

/** Score of one reading on a curve; a part of the value may be enough for a certain score. */
export function scoreReading(node: ScoreNode, reading: Reading, curve: Curve): Outcome {
  const readings = [reading];
  if (reading.status === 'NOT_APPLICABLE' || reading.status === 'UNAVAILABLE') {
    return notApplicable(node, 'NOT_APPLICABLE', { readings });
  }
  if (reading.value !== null) return completeOutcome(node, curve.at(reading.value), { readings });
  const { low, high } = curve.range(reading.low, reading.high);
  const { gaps } = reading;
  if (reading.inputs.length > 0 && low.eq(high)) return completeOutcome(node, low, { readings, gaps });
  return openOutcome(node, low, high, { readings, gaps });
}
