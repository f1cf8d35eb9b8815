import { deriveFrom } from '../../derivation/derive-value.ts';
import type { Decimal } from '../../primitives/decimal.ts';
import type { DerivedNode } from '../compile/cell-node.ts';
import { sumOf } from '../reading/make-reading.ts';
import { ONE, ZERO } from './outcome.ts';
import type { Reading } from '../reading/reading.ts';

type Bounds = Pick<Reading, 'low' | 'high'>;

/**
 * Between what and what a computed value lies while its parts are only known within bounds; never wider than the cell's
 * own bounds. Quotients are bounded only over parts that cannot be negative, as counts and amounts spent are.
 */
export function rangeOf(cell: DerivedNode, parts: readonly Reading[]): Bounds {
  const { low, high } = computedRange(cell, parts);
  return { low: low.gt(cell.lowest) ? low : cell.lowest, high: high.lt(cell.highest) ? high : cell.highest };
}

function computedRange(cell: DerivedNode, parts: readonly Reading[]): Bounds {
  const [first, second] = parts;
  const { lowest, highest } = cell;
  if (first === undefined) return { low: lowest, high: highest };
  if (cell.operation === 'sum') return { low: sumOf(parts.map(low)), high: sumOf(parts.map(high)) };
  if (second === undefined) return { low: lowest, high: highest };
  if (cell.operation === 'change') {
    return {
      low: areFinite(first.low, second.high) ? derived(cell, first.low, second.high, lowest) : lowest,
      high: areFinite(first.high, second.low) ? derived(cell, first.high, second.low, highest) : highest,
    };
  }
  // A base that may turn out to be nothing may leave no meaning at all.
  if (second.low.lte(ZERO)) return { low: lowest, high: highest };
  if (first.low.lt(ZERO)) return quotientOfKnownBase(cell, first, second);
  return {
    low: leastQuotient(cell, first, second),
    high: areFinite(first.high, second.low) ? derived(cell, first.high, second.low, highest) : highest,
  };
}

/** The least share, completion or growth: over an unlimited base the quotient comes down to nothing. */
function leastQuotient(cell: DerivedNode, first: Reading, second: Reading): Decimal {
  if (second.high.isFinite()) return derived(cell, first.low, second.high, cell.lowest);
  return cell.operation === 'growth' ? ONE.negated() : ZERO;
}

/** Where the first part may be negative the quotient is bounded over a base that is known and above zero. */
function quotientOfKnownBase(cell: DerivedNode, first: Reading, { value: base }: Reading): Bounds {
  if (base === null || base.lte(ZERO)) return { low: cell.lowest, high: cell.highest };
  return {
    low: first.low.isFinite() ? derived(cell, first.low, base, cell.lowest) : cell.lowest,
    high: first.high.isFinite() ? derived(cell, first.high, base, cell.highest) : cell.highest,
  };
}

function derived({ operation }: DerivedNode, first: Decimal, second: Decimal, otherwise: Decimal): Decimal {
  return deriveFrom(operation, [first, second]) ?? otherwise;
}

function areFinite(a: Decimal, b: Decimal): boolean {
  return a.isFinite() && b.isFinite();
}

function low(reading: Reading): Decimal {
  return reading.low;
}

function high(reading: Reading): Decimal {
  return reading.high;
}
