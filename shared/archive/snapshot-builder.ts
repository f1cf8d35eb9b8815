import type { Signer } from '../primitives/signer.ts';
import { leafHash, TreeHasher } from './merkle.ts';
import { type Seal, sealStatement, sealText, type Statement } from './seal.ts';
import {
  BLOCK_SIZE,
  blocksText,
  hashListText,
  type Leaf,
  leafText,
  SECTIONS,
  sectionOrder,
  SNAPSHOT_FORMAT,
} from './snapshot-format.ts';

/** A whole block: its leaves as they are written, and what stands at its start. */
export interface Block {
  readonly index: number;
  readonly first: Pick<Leaf, 'section' | 'key'>;
  /** Index of its first leaf. */
  readonly firstLeaf: number;
  readonly lines: readonly string[];
  readonly root: Buffer;
  /** Its part of the file: leaves and list of hashes, every line ended. */
  readonly text: string;
}

const KEY = /^[\x21-\x7e]+$/;

/**
 * Puts leaves into blocks, in flat memory. Leaves come in the order of the file; one out of order or twice is a fault of
 * the program.
 */
export class SnapshotBuilder {
  private readonly tree = new TreeHasher();
  private readonly roots: Buffer[] = [];
  private readonly counts = SECTIONS.map(() => 0);
  private pending: { leaf: Leaf; text: string }[] = [];
  private last: Leaf | null = null;
  private leaves = 0;

  constructor(private readonly blockSize: number = BLOCK_SIZE) {}

  /** Takes a leaf in; a block where it was the last of one. */
  add(leaf: Leaf): Block | null {
    if (!KEY.test(leaf.key)) throw new RangeError(`not a key of a snapshot: ${leaf.key}`);
    if (this.last !== null && !isBefore(this.last, leaf))
      throw new RangeError(`${leaf.section} ${leaf.key} comes after ${this.last.section} ${this.last.key}`);
    this.last = leaf;
    this.leaves += 1;
    const order = sectionOrder(leaf.section);
    this.counts[order] = (this.counts[order] ?? 0) + 1;
    this.pending.push({ leaf, text: leafText(leaf) });
    return this.pending.length === this.blockSize ? this.close() : null;
  }

  /** The last block, where there is one that is not full. */
  flush(): Block | null {
    return this.pending.length > 0 ? this.close() : null;
  }

  /** The seal over everything taken in; after `flush`. */
  seal(about: Pick<Statement, 'round' | 'edition' | 'sealedAt'>, signer: Signer): Seal {
    let first = 0;
    const sections = SECTIONS.flatMap((section, order) => {
      const place = { section, first, leaves: this.counts[order] ?? 0 };
      first += place.leaves;
      return place.leaves > 0 ? [place] : [];
    });
    const { leaves, blockSize } = this;
    const root = this.tree.root().toString('hex');
    return sealStatement({ ...about, format: SNAPSHOT_FORMAT, leaves, blockSize, root, sections }, signer);
  }

  /** The end of the file: roots of the blocks, and the seal. */
  trailer(seal: Seal): string {
    return trailerText(this.roots, seal);
  }

  private close(): Block {
    const [{ leaf: first } = { leaf: this.last }] = this.pending;
    if (first === null) throw new RangeError('there is no leaf in the block');
    const lines = this.pending.map(({ text }) => text);
    this.pending = [];
    const hashes = lines.map((line) => leafHash(Buffer.from(line)));
    const block = new TreeHasher();
    for (const each of hashes) block.add(each);
    const root = block.root();
    const index = this.roots.length;
    this.roots.push(root);
    this.tree.add(root);
    const text = `${lines.join('\n')}\n${hashListText(index, hashes)}\n`;
    const { section, key } = first;
    return { index, first: { section, key }, firstLeaf: this.leaves - lines.length, lines, root, text };
  }
}

/** The end of a file: roots of the blocks, and the seal, every line ended. */
export function trailerText(roots: readonly Buffer[], seal: Seal): string {
  return `${blocksText(roots)}\n${sealText(seal)}\n`;
}

function isBefore(a: Leaf, b: Leaf): boolean {
  const [orderA, orderB] = [sectionOrder(a.section), sectionOrder(b.section)];
  return orderA === orderB ? a.key < b.key : orderA < orderB;
}
