import { type Decimal, decimal } from '../../primitives/decimal.ts';
import { HUNDRED, ZERO } from '../outcome/outcome.ts';

/**
 * Share of the peers (0–100) that are not better: 100 for the best, 0 for one whom all surpass; equal peers do not
 * cost anything. Only rises with the own value and only falls with the peers'.
 */
export function notSurpassedShare(value: Decimal, peers: readonly Decimal[], direction: 'higher' | 'lower'): Decimal {
  if (peers.length === 0) return ZERO;
  const notBetter = peers.filter((peer) => (direction === 'higher' ? peer.lte(value) : peer.gte(value))).length;
  return decimal(notBetter).times(HUNDRED).div(peers.length);
}
