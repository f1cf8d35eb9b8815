import { Decimal } from 'decimal.js';

/** What does not fit a safe integer: 40 significant digits, half up; also infinite bounds. Only `decimal.ts` uses it. */
export const WideDecimal = Decimal.clone({
  precision: 40,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -40,
  toExpPos: 40,
});
export type WideDecimal = Decimal;
