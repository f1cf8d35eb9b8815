import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PeerScore, rankPeers } from './rank.ts';

const points = fc.integer({ min: 0, max: 40 }).map((tenths) => String(tenths / 10));
const peer = fc.tuple(points, points, points, fc.boolean()).map(([a, b, c, isScored]) => {
  const [low = '0', value = '0', high = '0'] = [a, b, c].sort((x, y) => Number(x) - Number(y));
  return { value: isScored ? value : null, low, high };
});
const groups = fc
  .array(peer, { minLength: 1, maxLength: 30 })
  .map((list): PeerScore[] => list.map((each, index) => ({ subject: String(index), ...each })));

describe('rankPeers', () => {
  it('gives the best score rank 1, equal scores the same rank, and none to what has no score', () => {
    const standings = rankPeers([
      { subject: 'a', value: '80', low: '80', high: '80' },
      { subject: 'b', value: '90.5', low: '70', high: '95' },
      { subject: 'c', value: '80', low: '80', high: '80' },
      { subject: 'd', value: null, low: '0', high: '100' },
    ]);
    expect([...standings.values()].map(({ rank }) => rank)).toEqual([2, 1, 2, null]);
    expect(standings.get('a')).toEqual({ rank: 2, best: 1, worst: 3, peers: 4 });
    expect(standings.get('b')).toEqual({ rank: 1, best: 1, worst: 4, peers: 4 });
    expect(standings.get('d')).toEqual({ rank: null, best: 1, worst: 4, peers: 4 });
  });

  it('counts for every member who is above, and who could be', () => {
    fc.assert(
      fc.property(groups, (peers) => {
        const standings = rankPeers(peers);
        for (const me of peers) {
          const others = peers.filter((each) => each !== me);
          const above = others.filter(
            ({ value }) => value !== null && me.value !== null && Number(value) > Number(me.value),
          );
          const surely = others.filter(({ low }) => Number(low) > Number(me.high));
          const perhaps = others.filter(({ high }) => Number(high) > Number(me.low));
          expect(standings.get(me.subject)).toEqual({
            rank: me.value === null ? null : 1 + above.length,
            best: 1 + surely.length,
            worst: 1 + perhaps.length,
            peers: peers.length,
          });
        }
      }),
    );
  });

  it('holds the rank of every completion of what is missing between best and worst', () => {
    const completed = groups.chain((peers) =>
      fc.tuple(fc.constant(peers), fc.tuple(...peers.map(({ low, high }) => fc.constantFrom(low, high)))),
    );
    fc.assert(
      fc.property(completed, ([peers, finals]) => {
        const standings = rankPeers(peers);
        const after = rankPeers(
          peers.map(({ subject }, index) => {
            const value = finals[index] ?? '0';
            return { subject, value, low: value, high: value };
          }),
        );
        for (const { subject } of peers) {
          const rank = after.get(subject)?.rank ?? 0;
          expect(rank).toBeGreaterThanOrEqual(standings.get(subject)?.best ?? 0);
          expect(rank).toBeLessThanOrEqual(standings.get(subject)?.worst ?? 0);
        }
      }),
    );
  });

  it('does not depend on the order of the peers', () => {
    fc.assert(
      fc.property(groups, (peers) => {
        const there = rankPeers(peers);
        const back = rankPeers([...peers].reverse());
        for (const { subject } of peers) expect(back.get(subject)).toEqual(there.get(subject));
      }),
    );
  });
});
