import type { Deviation } from '../../../catalogue/reporting/reporting-checks.ts';
import { decimal, toDecimalString } from '../../../primitives/decimal.ts';
import { numberIn } from './number-in.ts';

/** True where two values differ by more than the share of the earlier one and by more than the least difference. */
export function exceeds(value: string, earlier: string, { relative, floor }: Deviation): boolean {
  if (value === earlier) return false;
  const now = numberIn(value);
  const then = numberIn(earlier);
  if (now === null || then === null) return false;
  const difference = now.minus(then).abs();
  return difference.gt(floor) && difference.gt(then.abs().times(relative));
}

/** A share as a percentage for a sentence: `0.3` reads `30`. */
export function percentOf(share: string): string {
  return toDecimalString(decimal(share).times(100));
}
