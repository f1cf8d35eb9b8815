import { createHash } from 'node:crypto';

/**
 * A number in [0, 1) that belongs to a text: the same text gives the same number in every run and on every
 * machine, whatever else is generated before it.
 */
export function chance(seed: string, ...parts: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update([seed, ...parts].join('|'))
    .digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

/** A number in [-1, 1) that belongs to a text. */
export function swing(seed: string, ...parts: readonly (string | number)[]): number {
  return 2 * chance(seed, ...parts) - 1;
}
