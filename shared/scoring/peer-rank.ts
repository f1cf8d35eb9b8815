import { type Decimal, decimal } from '../primitives/decimal.ts';
import { HUNDRED, ZERO } from './outcome.ts';

/** Bounds within which a figure or a score lies; equal where it is known. */
export interface KnownWithin {
  readonly low: Decimal;
  readonly high: Decimal;
}

/** A place among peers, 1 being the best, and the places that are still possible. Equal ones share the better place. */
export interface RankRange {
  readonly best: number;
  readonly worst: number;
}

/**
 * The places a score may take among others while some of them are intervals. For the lead office alone (内部参考):
 * the documents know categories, never ranks.
 */
export function rankRange(own: KnownWithin, others: readonly KnownWithin[]): RankRange {
  let best = 1;
  let worst = 1;
  for (const other of others) {
    if (other.low.gt(own.high)) best += 1;
    if (other.high.gt(own.low)) worst += 1;
  }
  return { best, worst };
}

/**
 * Share of the peers (0–100) that are not better: 100 for the best, 0 for one whom all surpass; equal peers do not
 * cost anything. Only rises with the own value and only falls with the peers'.
 */
export function notSurpassedShare(value: Decimal, peers: readonly Decimal[], direction: 'higher' | 'lower'): Decimal {
  if (peers.length === 0) return ZERO;
  const notBetter = peers.filter((peer) => (direction === 'higher' ? peer.lte(value) : peer.gte(value))).length;
  return decimal(notBetter).times(HUNDRED).div(peers.length);
}
