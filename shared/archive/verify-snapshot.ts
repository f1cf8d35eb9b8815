import type { Verifier } from '../primitives/signer.ts';
import { type ArchiveFault, faultAt } from './archive-fault.ts';
import { diagnoseBlock } from './diagnose-block.ts';
import { type FileLine, LineReader, linesOf, readLastLines } from './file-lines.ts';
import { leafHash, rootOf, TreeHasher } from './merkle.ts';
import { findSealFault, readSeal, type Seal, type Statement } from './seal.ts';
import { hashListText, readBlocks } from './snapshot-format.ts';

/** What a look through a file came to. */
export type SnapshotVerdict =
  | { readonly isSound: true; readonly seal: Seal }
  /** In the order of their lines; at least one. */
  | { readonly isSound: false; readonly faults: readonly ArchiveFault[] };

/** Lines looked at beyond a block that does not end where it should. */
const BEYOND = 8;
/** Most faults that are named. */
const MOST = 20;

/**
 * Says whether a file is, byte for byte, what was sealed, or which lines are not. Needs no server; reads the file once, in
 * flat memory. Without trusted keys the file vouches for itself.
 */
export async function verifySnapshot(path: string, trusted: readonly Verifier[] = []): Promise<SnapshotVerdict> {
  const [beforeLast, last] = await lastTwo(path);
  const seal = last?.isEnded === true ? readSeal(last.bytes.toString('utf8')) : null;
  if (seal === null)
    return unsound([faultAt({ line: await placeOfSeal(path), section: 'seal', key: null }, 'notSeal')]);
  const sealFault = findSealFault(seal, trusted);
  // Of a statement nobody signed nothing can be concluded about the lines before it.
  if (sealFault !== null) return unsound([{ ...sealFault, line: await countLines(path), section: 'seal', key: null }]);
  const roots = beforeLast === undefined ? null : genuineRoots(beforeLast, seal.statement);
  const walk = new Walk(path, seal.statement, roots);
  const faults = await walk.follow();
  return faults.length === 0 ? { isSound: true, seal } : unsound(faults);
}

class Walk {
  private readonly lines: LineReader;
  private readonly tree = new TreeHasher();
  private readonly faults: ArchiveFault[] = [];
  private line = 1;

  constructor(
    path: string,
    private readonly statement: Statement,
    private readonly roots: readonly Buffer[] | null,
  ) {
    this.lines = new LineReader(path);
  }

  async follow(): Promise<ArchiveFault[]> {
    try {
      const { leaves, blockSize } = this.statement;
      const blocks = Math.ceil(leaves / blockSize);
      for (let index = 0; index < blocks && this.faults.length < MOST; index += 1) {
        const size = Math.min(blockSize, leaves - index * blockSize);
        if (!(await this.look(index, size))) return this.faults;
        this.line += size + 1;
      }
      if (this.faults.length < MOST) await this.lookAtEnd();
      return this.faults;
    } finally {
      await this.lines.close();
    }
  }

  /** Looks at one block; false where what follows cannot be told apart any more. */
  private async look(index: number, size: number): Promise<boolean> {
    const lines = await this.lines.take(size + 1);
    const hashes = lines.slice(0, size).map(({ bytes }) => leafHash(bytes));
    const root = rootOf(hashes);
    this.tree.add(root);
    const sealed = this.roots?.[index] ?? null;
    const isList = lines[size]?.isEnded === true && lines[size].bytes.equals(Buffer.from(hashListText(index, hashes)));
    if (isList && (sealed === null || root.equals(sealed))) return true;
    const beyond = await this.lines.take(BEYOND);
    const block = { index, firstLine: this.line, size, lines: [...lines, ...beyond], root: sealed };
    const start = index * this.statement.blockSize;
    const { faults, isInPlace } = diagnoseBlock({ ...block, sectionOf: (at) => this.sectionOf(start + at) });
    this.faults.push(...faults);
    if (isInPlace) this.lines.putBack(beyond);
    return isInPlace;
  }

  /** The two lines after the blocks, and nothing more. */
  private async lookAtEnd(): Promise<void> {
    const [blocks, seal, surplus] = await this.lines.take(3);
    const place = { line: this.line, section: 'blocks', key: null };
    const found = blocks?.isEnded === true ? genuineRoots(blocks, this.statement) : null;
    if (blocks === undefined || seal === undefined) this.faults.push(faultAt(place, 'missing'));
    else if (found === null) this.faults.push(faultAt(place, 'blocks'));
    else if (surplus !== undefined)
      this.faults.push(faultAt({ ...place, line: this.line + 1, section: null }, 'surplus'));
    if (this.faults.length === 0 && this.tree.root().toString('hex') !== this.statement.root)
      this.faults.push(faultAt({ ...place, section: 'seal' }, 'root'));
  }

  private sectionOf(leaf: number): string | null {
    const { sections } = this.statement;
    return sections.find(({ first, leaves }) => leaf >= first && leaf < first + leaves)?.section ?? null;
  }
}

/** The roots of the blocks that a line lists; null unless they lead to the sealed root. */
function genuineRoots({ bytes }: Pick<FileLine, 'bytes'>, { root }: Statement): Buffer[] | null {
  const roots = readBlocks(bytes.toString('utf8'));
  return roots !== null && rootOf(roots).toString('hex') === root ? roots : null;
}

async function lastTwo(
  path: string,
): Promise<readonly [Omit<FileLine, 'number'> | undefined, Omit<FileLine, 'number'> | undefined]> {
  const lines = await readLastLines(path, 2);
  return [lines.at(-2), lines.at(-1)];
}

/** Line on which the seal stands or should stand: the one after the roots of the blocks, else the last. */
async function placeOfSeal(path: string): Promise<number> {
  const blocks = Buffer.from('["blocks",');
  let [last, after] = [1, 0];
  for await (const { number, bytes } of linesOf(path)) {
    last = number;
    if (after === number) return number;
    if (bytes.subarray(0, blocks.length).equals(blocks)) after = number + 1;
  }
  return last;
}

async function countLines(path: string): Promise<number> {
  let count = 0;
  for await (const { number } of linesOf(path)) count = number;
  return count;
}

function unsound(faults: readonly ArchiveFault[]): SnapshotVerdict {
  return { isSound: false, faults };
}
