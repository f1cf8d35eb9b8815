import { hash } from 'node:crypto';

/**
 * The hash tree of RFC 6962 (certificate transparency) over SHA-256: a leaf is hashed behind a zero byte, a node behind a
 * one byte, so that neither can pass for the other.
 */
const LEAF = 0;
const NODE = 1;
const HASH_BYTES = 32;

let scratch = Buffer.alloc(4096);

/** Hash of a leaf: the bytes of one line, without its break. */
export function leafHash(line: Uint8Array): Buffer {
  if (scratch.length <= line.length) scratch = Buffer.alloc(2 * line.length + 1);
  scratch[0] = LEAF;
  scratch.set(line, 1);
  return hash('sha256', scratch.subarray(0, line.length + 1), 'buffer');
}

const pair = Buffer.alloc(1 + 2 * HASH_BYTES);

/** Hash of a node over its two children. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair[0] = NODE;
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return hash('sha256', pair, 'buffer');
}

/** Takes in hashes one by one and knows the root of the tree over them, holding one hash for each level. */
export class TreeHasher {
  private readonly stack: Buffer[] = [];
  private count = 0;

  add(next: Buffer): void {
    this.count += 1;
    let subtree = next;
    for (let size = this.count; size % 2 === 0; size /= 2) {
      const left = this.stack.pop();
      if (left !== undefined) subtree = nodeHash(left, subtree);
    }
    this.stack.push(subtree);
  }

  /** Root over what was added; of nothing, the hash of nothing. */
  root(): Buffer {
    const [last, ...lefts] = [...this.stack].reverse();
    if (last === undefined) return hash('sha256', '', 'buffer');
    return lefts.reduce((right, left) => nodeHash(left, right), last);
  }
}

/** Root of the tree over some hashes. */
export function rootOf(hashes: Iterable<Buffer>): Buffer {
  const hasher = new TreeHasher();
  for (const each of hashes) hasher.add(each);
  return hasher.root();
}

/** One step from a leaf towards the root: what stands beside it, and on which side. */
export interface PathStep {
  readonly side: Side;
  readonly sibling: Buffer;
}

export type Side = 'left' | 'right';

/** The steps from one of some hashes to the root over all of them. */
export function pathOf(hashes: readonly Buffer[], index: number): PathStep[] {
  if (hashes.length <= 1) return [];
  const half = largestPowerBelow(hashes.length);
  const [left, right] = [hashes.slice(0, half), hashes.slice(half)];
  return index < half
    ? [...pathOf(left, index), { side: 'right', sibling: rootOf(right) }]
    : [...pathOf(right, index - half), { side: 'left', sibling: rootOf(left) }];
}

/** On which sides the siblings stand on the way from a leaf to the root of a tree of a size. */
export function sidesOf(index: number, size: number): Side[] {
  if (size <= 1) return [];
  const half = largestPowerBelow(size);
  return index < half ? [...sidesOf(index, half), 'right'] : [...sidesOf(index - half, size - half), 'left'];
}

/** The node a step leads to. */
export function climb(node: Uint8Array, side: Side, sibling: Uint8Array): Buffer {
  return side === 'left' ? nodeHash(sibling, node) : nodeHash(node, sibling);
}

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}
