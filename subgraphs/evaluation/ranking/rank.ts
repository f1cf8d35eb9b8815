import { decimal } from '../../../shared/primitives/decimal.ts';

/** The score of one member of a peer group; the points of a year as far as they are known. */
export interface PeerScore {
  readonly subject: string;
  /** Null where nothing was received. */
  readonly value: string | null;
  readonly low: string;
  readonly high: string;
}

/** Where a subject stands among its peers, the best being 1; equal scores share a rank. */
export interface Standing {
  /** By what was received; null without a score. */
  readonly rank: number | null;
  /** The best and the worst rank that any completion of what is missing could bring, here and elsewhere. */
  readonly best: number;
  readonly worst: number;
  /** How many are compared, itself included. */
  readonly peers: number;
}

/**
 * The standing of every member of one peer group. A rank is one more than how many are surely or possibly above:
 * best counts those whose least exceeds this one's most, worst those whose most exceeds this one's least.
 */
export function rankPeers(peers: readonly PeerScore[]): Map<string, Standing> {
  const scored = peers.map(({ subject, value, low, high }) => {
    return { subject, value: value === null ? null : scaled(value), low: scaled(low), high: scaled(high) };
  });
  const values = ascending(scored.flatMap(({ value }) => (value === null ? [] : [value])));
  const lows = ascending(scored.map(({ low }) => low));
  const highs = ascending(scored.map(({ high }) => high));
  return new Map(
    scored.map(({ subject, value, low, high }) => [
      subject,
      {
        rank: value === null ? null : 1 + above(values, value),
        best: 1 + above(lows, high),
        // Its own most is above its own least where anything is open.
        worst: 1 + above(highs, low) - (high > low ? 1 : 0),
        peers: peers.length,
      },
    ]),
  );
}

/** Scores have four places: whole numbers of ten-thousandths compare exactly and fast. */
function scaled(score: string): number {
  return decimal(score).times(10_000).toNumber();
}

function ascending(numbers: number[]): number[] {
  return numbers.sort((a, b) => a - b);
}

/** How many of the sorted numbers are greater. */
function above(sorted: readonly number[], number: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? 0) > number) to = middle;
    else from = middle + 1;
  }
  return sorted.length - from;
}
