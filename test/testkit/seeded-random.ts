/** Numbers in [0, 1). */
export type Random = () => number;

/** mulberry32: small, and the same on every machine. */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number below the limit. */
export const upTo = (random: Random, limit: number): number => Math.floor(random() * limit);

/** One of the items. */
export function pick<T>(random: Random, items: readonly T[]): T {
  return items[upTo(random, items.length)] as T;
}
