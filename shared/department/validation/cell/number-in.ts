import { type Decimal, decimal, isDecimalString } from '../../../primitives/decimal.ts';

/** The number a value is; null for anything else, which the checks within a row have told already. */
export function numberIn(value: string | null): Decimal | null {
  return value !== null && isDecimalString(value) ? decimal(value) : null;
}
