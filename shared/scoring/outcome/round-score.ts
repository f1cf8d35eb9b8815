import { type Decimal, roundDecimal, toDecimalString } from '../../primitives/decimal.ts';
import type { ScoreResult } from '../evaluation-result.ts';
import { dropsOut, HUNDRED, ONE, type Outcome, ZERO } from './outcome.ts';

/** Places kept in results; clients show two. */
export const KEPT_PLACES = 4;

/** Far beyond any exact tie and far above the noise of 40-digit division, so that 12.34565 rounds up as it should. */
const NOISE_PLACES = 24;

const ZERO_TEXT = '0';
const ONE_TEXT = '1';
const HUNDRED_TEXT = '100';

/** A figure as it is kept: half up to four places. */
export function keep(value: Decimal): string {
  if (value === ONE) return ONE_TEXT;
  if (value === ZERO) return ZERO_TEXT;
  if (value === HUNDRED) return HUNDRED_TEXT;
  const places = value.decimalPlaces();
  if (places <= KEPT_PLACES) return toDecimalString(value);
  return toDecimalString(roundDecimal(places > NOISE_PLACES ? roundDecimal(value, NOISE_PLACES) : value, KEPT_PLACES));
}

/** A score as it is kept. What does not apply has no value and no interval to speak of: 0–100, and waits for nothing. */
export function toScoreResult(outcome: Outcome): ScoreResult {
  const low = keep(outcome.low);
  const high = outcome.high === outcome.low ? low : keep(outcome.high);
  const value = outcome.value === null ? null : outcome.value === outcome.low ? low : keep(outcome.value);
  return { value, low, high, isComplete: outcome.status === 'COMPLETE' || dropsOut(outcome) };
}
