import { type DecimalValue, ExactDecimal } from './exact-decimal.ts';

/**
 * Exact decimal arithmetic for official figures: 40 significant digits, half up.
 * Values cross every boundary (GraphQL, SQL, files) as plain decimal strings, never as floats.
 */
export type Decimal = ExactDecimal;

/** Plain decimal notation without exponent, at most 30 integer digits and 12 fraction digits. */
const DECIMAL_PATTERN = /^[+-]?\d{1,30}(\.\d{1,12})?$/;

/** True for a plain decimal string such as `-12.50`; false for `1e3`, `NaN`, `1,000` or an empty text. */
export function isDecimalString(text: string): boolean {
  return DECIMAL_PATTERN.test(text);
}

const SMALL_WHOLE = /^\d{1,15}$/;

/** The whole number written in plain digits, where it is so small that sums of some of them are exact; else null. */
export function smallWhole(text: string): number | null {
  return SMALL_WHOLE.test(text) ? Number(text) : null;
}

/** The decimal written in `value`; throws on what is no number (a programming fault, not user input). */
export function decimal(value: DecimalValue): Decimal {
  return ExactDecimal.of(value);
}

/** The canonical string of a decimal: no exponent, no trailing zeros, `-0` as `0`. */
export function toDecimalString(value: Decimal): string {
  const text = value.toFixed();
  return text === '-0' ? '0' : text;
}

/** Rounds half up to `places` fraction digits and drops trailing zeros. */
export function roundDecimal(value: Decimal, places: number): Decimal {
  return value.toDecimalPlaces(places);
}
