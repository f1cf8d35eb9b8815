import { WideDecimal } from './wide-decimal.ts';

/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Fraction digits of a small decimal; two of them can still be brought to the same number of places. */
const MOST_PLACES = 20;
/** Words of seven digits in a wide decimal that may fit a safe integer. */
const FEW_WORDS = 2;

/** Whatever a figure may be written as. */
export type DecimalValue = ExactDecimal | string | number;

/**
 * A decimal as `units ÷ 10^places` while both are exact in a double, else as a wide one. Immutable and in one form only:
 * small where it fits, no trailing zeros. Every result equals that of decimal.js with 40 digits, half up.
 */
export class ExactDecimal {
  private constructor(
    private readonly units: number,
    private readonly places: number,
    private readonly wide: WideDecimal | null,
  ) {}

  /** The same as a wide decimal, made once: a weight meets many thirds. */
  private widened: WideDecimal | null = null;

  static of(value: DecimalValue): ExactDecimal {
    if (value instanceof ExactDecimal) return value;
    if (typeof value === 'string') return parse(value) ?? ExactDecimal.narrow(new WideDecimal(value));
    return Number.isSafeInteger(value) ? ExactDecimal.small(value, 0) : ExactDecimal.narrow(new WideDecimal(value));
  }

  /** `units ÷ 10^places`; `units` is a safe integer, `places` lies in 0–20. */
  static small(units: number, places: number): ExactDecimal {
    let digits = units;
    let left = places;
    while (left > 0 && digits % 10 === 0) {
      digits /= 10;
      left -= 1;
    }
    // Adding nought makes minus nought nought.
    return new ExactDecimal(digits + 0, left, null);
  }

  private static narrow(wide: WideDecimal): ExactDecimal {
    if (!wide.isFinite() || wide.d.length > FEW_WORDS) return new ExactDecimal(0, 0, wide);
    const places = wide.decimalPlaces();
    if (places > MOST_PLACES) return new ExactDecimal(0, 0, wide);
    const units = wide.times(POWERS[places] ?? Number.NaN).toNumber();
    return Number.isSafeInteger(units) ? ExactDecimal.small(units, places) : new ExactDecimal(0, 0, wide);
  }

  plus(value: DecimalValue): ExactDecimal {
    const other = ExactDecimal.of(value);
    if (this.wide === null && other.wide === null) {
      const sum = this.unitsAt(other.places) + other.unitsAt(this.places);
      if (Number.isSafeInteger(sum)) return ExactDecimal.small(sum, Math.max(this.places, other.places));
    }
    return ExactDecimal.narrow(this.toWide().plus(other.toWide()));
  }

  minus(value: DecimalValue): ExactDecimal {
    return this.plus(ExactDecimal.of(value).negated());
  }

  times(value: DecimalValue): ExactDecimal {
    const other = ExactDecimal.of(value);
    if (this.wide === null && other.wide === null) {
      const product = this.units * other.units;
      const places = this.places + other.places;
      if (Number.isSafeInteger(product) && places <= MOST_PLACES) return ExactDecimal.small(product, places);
    }
    return ExactDecimal.narrow(this.toWide().times(other.toWide()));
  }

  div(value: DecimalValue): ExactDecimal {
    const other = ExactDecimal.of(value);
    return this.exactQuotient(other) ?? ExactDecimal.narrow(this.toWide().div(other.toWide()));
  }

  /** The quotient where it ends within the digits of a safe integer. */
  private exactQuotient(other: ExactDecimal): ExactDecimal | null {
    if (this.wide !== null || other.wide !== null || other.units === 0) return null;
    if (this.units === 0) return this;
    for (const more of QUOTIENT_PLACES) {
      const dividend = this.units * (POWERS[more] ?? Number.NaN);
      if (!Number.isSafeInteger(dividend)) return null;
      if (dividend % other.units !== 0) continue;
      const places = this.places + more - other.places;
      if (places > MOST_PLACES) return null;
      const quotient = (dividend / other.units) * (POWERS[Math.max(0, -places)] ?? Number.NaN);
      return Number.isSafeInteger(quotient) ? ExactDecimal.small(quotient, Math.max(0, places)) : null;
    }
    return null;
  }

  /** Below nought, nought or above, as this is smaller, equal or larger; NaN where either is no number. */
  comparedTo(value: DecimalValue): number {
    const other = ExactDecimal.of(value);
    if (this.wide === null && other.wide === null) {
      if (this.places === other.places) return this.units - other.units;
      const [a, b] = [this.unitsAt(other.places), other.unitsAt(this.places)];
      if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return a - b;
    }
    return this.toWide().comparedTo(other.toWide());
  }

  eq(value: DecimalValue): boolean {
    return this.comparedTo(value) === 0;
  }

  lt(value: DecimalValue): boolean {
    return this.comparedTo(value) < 0;
  }

  lte(value: DecimalValue): boolean {
    return this.comparedTo(value) <= 0;
  }

  gt(value: DecimalValue): boolean {
    return this.comparedTo(value) > 0;
  }

  gte(value: DecimalValue): boolean {
    return this.comparedTo(value) >= 0;
  }

  isZero(): boolean {
    return this.wide === null ? this.units === 0 : this.wide.isZero();
  }

  isFinite(): boolean {
    return this.wide === null || this.wide.isFinite();
  }

  isNegative(): boolean {
    return this.wide === null ? this.units < 0 : this.wide.isNegative();
  }

  negated(): ExactDecimal {
    return this.wide === null
      ? new ExactDecimal(0 - this.units, this.places, null)
      : new ExactDecimal(0, 0, this.wide.negated());
  }

  abs(): ExactDecimal {
    return this.isNegative() ? this.negated() : this;
  }

  decimalPlaces(): number {
    return this.wide === null ? this.places : this.wide.decimalPlaces();
  }

  /** Significant digits. */
  precision(): number {
    return this.toWide().precision();
  }

  /** Rounded half up, away from nought, to at most so many fraction digits. */
  toDecimalPlaces(places: number): ExactDecimal {
    if (this.wide !== null) return ExactDecimal.narrow(this.wide.toDecimalPlaces(places));
    if (this.places <= places) return this;
    const step = POWERS[this.places - places] ?? Number.NaN;
    const size = Math.abs(this.units);
    const rest = size % step;
    const rounded = (size - rest) / step + (rest * 2 >= step ? 1 : 0);
    return ExactDecimal.small(this.units < 0 ? -rounded : rounded, places);
  }

  /** Plain notation without exponent; with exactly so many fraction digits where they are given. */
  toFixed(places?: number): string {
    if (this.wide !== null || (places !== undefined && places !== this.places)) return this.toWide().toFixed(places);
    if (this.places === 0) return String(this.units);
    const digits = String(Math.abs(this.units)).padStart(this.places + 1, '0');
    const point = digits.length - this.places;
    return `${this.units < 0 ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
  }

  toString(): string {
    return this.wide === null ? this.toFixed() : this.wide.toString();
  }

  toJSON(): string {
    return this.toString();
  }

  toNumber(): number {
    return this.wide === null ? Number(this.toFixed()) : this.wide.toNumber();
  }

  /** Units after this is written with at least so many places; beyond the safe integers where it does not fit. */
  private unitsAt(places: number): number {
    return places <= this.places ? this.units : this.units * (POWERS[places - this.places] ?? Number.NaN);
  }

  private toWide(): WideDecimal {
    if (this.wide !== null) return this.wide;
    this.widened ??= new WideDecimal(this.places === 0 ? this.units : this.toFixed());
    return this.widened;
  }
}

/** Fraction digits with which a quotient is tried: whole, as most shares end, and as far as four digits can be taken. */
const QUOTIENT_PLACES = [0, 4, 8, 12];

const MINUS = 45;
const POINT = 46;
const NOUGHT = 48;
const MOST_DIGITS = 15;

/** A plain decimal of few digits; null for everything else, which the wide one reads or refuses. */
function parse(text: string): ExactDecimal | null {
  const { length } = text;
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  if (length === start || length - start > MOST_DIGITS) return null;
  let units = 0;
  let point = -1;
  for (let index = start; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === POINT && point < 0 && index > start && index < length - 1) point = index;
    else if (code >= NOUGHT && code <= NOUGHT + 9) units = units * 10 + (code - NOUGHT);
    else return null;
  }
  return ExactDecimal.small(start === 1 ? -units : units, point < 0 ? 0 : length - 1 - point);
}
