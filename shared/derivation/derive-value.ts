import type { Derivation } from '../catalogue/framework/measure.ts';
import { type Decimal, decimal, roundDecimal } from '../primitives/decimal.ts';

/** Fraction digits a computed value is kept with, rounded half up; what is kept is what is shown and judged. */
export const DERIVED_PLACES = 8;

/** One operand of a derivation; `yearsEarlier` is 1 for the same period a year before. */
export interface DerivationPart {
  readonly measure: string;
  readonly yearsEarlier: 0 | 1;
}

/** The value of an operand; null where it is missing. */
export type ReadPart = (measure: string, yearsEarlier: 0 | 1) => Decimal | null;

/** The operands of a derivation in the order in which `deriveValue` reads them. */
export function derivationParts(derivation: Derivation): DerivationPart[] {
  switch (derivation.op) {
    case 'share':
    case 'completion':
      return [part(derivation.numerator), part(derivation.denominator)];
    case 'growth':
    case 'change':
      return [part(derivation.base), part(derivation.base, 1)];
    case 'sum':
      return derivation.parts.map((measure) => part(measure));
  }
}

/**
 * The computed value of a derivation, rounded half up to `DERIVED_PLACES`; null where an operand is missing
 * or the result has no meaning: a denominator of zero, growth from a base of zero or less.
 */
export function deriveValue(derivation: Derivation, read: ReadPart): Decimal | null {
  const operands: Decimal[] = [];
  for (const { measure, yearsEarlier } of derivationParts(derivation)) {
    const value = read(measure, yearsEarlier);
    if (value === null) return null;
    operands.push(value);
  }
  return deriveFrom(derivation.op, operands);
}

/** The same on operands already read, in the order of `derivationParts`. */
export function deriveFrom(op: Derivation['op'], operands: readonly Decimal[]): Decimal | null {
  const [first, second] = operands;
  if (first === undefined) return null;
  if (op === 'sum') return roundDecimal(sumOf(operands), DERIVED_PLACES);
  if (second === undefined) return null;
  switch (op) {
    case 'share':
    case 'completion':
      return second.isZero() ? null : roundDecimal(first.div(second), DERIVED_PLACES);
    case 'growth':
      return second.lte(0) ? null : roundDecimal(first.minus(second).div(second), DERIVED_PLACES);
    case 'change':
      return roundDecimal(first.minus(second), DERIVED_PLACES);
  }
}

function sumOf(values: readonly Decimal[]): Decimal {
  let total = decimal(0);
  for (const value of values) total = total.plus(value);
  return total;
}

function part(measure: string, yearsEarlier: 0 | 1 = 0): DerivationPart {
  return { measure, yearsEarlier };
}
