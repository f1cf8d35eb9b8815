import { type ArchiveFault, faultAt, saidKey } from './archive-fault.ts';
import type { FileLine } from './file-lines.ts';
import { leafHash, rootOf } from './merkle.ts';
import { readHashList, readLeaf } from './snapshot-format.ts';

/** A block that is not what was sealed, as it was read. */
export interface DamagedBlock {
  readonly index: number;
  /** Line on which it begins. */
  readonly firstLine: number;
  /** How many leaves it should have. */
  readonly size: number;
  /** What stands where its leaves and its list should, and some lines beyond. */
  readonly lines: readonly FileLine[];
  /** Root it was sealed with; null where that is not known any more. */
  readonly root: Buffer | null;
  readonly sectionOf: (leaf: number) => string | null;
}

/** What is wrong with a block, and whether what follows still stands where it should. */
export interface Diagnosis {
  readonly faults: readonly ArchiveFault[];
  readonly isInPlace: boolean;
}

/** Most faults named of one block. */
const MOST = 5;

/** Names the lines of a block that are not what was sealed. */
export function diagnoseBlock(block: DamagedBlock): Diagnosis {
  const { size, lines, root, firstLine } = block;
  const leaves = lines.slice(0, size);
  const computed = leaves.map(({ bytes }) => leafHash(bytes));
  const isContentSound = root !== null && computed.length === size && rootOf(computed).equals(root);
  if (isContentSound) {
    const place = { line: firstLine + size, section: '#', key: String(block.index) };
    return { faults: [faultAt(place, lines[size] === undefined ? 'missing' : 'list')], isInPlace: true };
  }
  const list = findList(block);
  if (list === null) return { faults: [faultByForm(block)], isInPlace: false };
  const differing = computed.flatMap((hash, at) => (at < list.at && !isSame(hash, list.hashes[at]) ? [at] : []));
  if (list.at === size) {
    const faults = differing.slice(0, MOST).map((at) => faultAt(placeOf(block, at), 'changed'));
    return { faults: faults.length > 0 ? faults : [listFault(block, list.at)], isInPlace: true };
  }
  const at = differing[0] ?? Math.min(list.at, size);
  return { faults: [faultAt(placeOf(block, at), shiftOf(computed, list, at))], isInPlace: false };
}

interface FoundList {
  /** Where among the lines it stands. */
  readonly at: number;
  readonly hashes: readonly Buffer[];
}

/** The block's list of hashes, though it may stand a line too early or too late; null where there is no genuine one. */
function findList({ index, size, lines, root }: DamagedBlock): FoundList | null {
  const order = [size, ...lines.keys()];
  for (const at of order) {
    const line = lines[at];
    if (line?.bytes[1] !== 0x22 || line.bytes[2] !== 0x23) continue;
    const hashes = readHashList(line.bytes.toString('utf8'), index);
    if (hashes?.length === size && (root === null || rootOf(hashes).equals(root))) return { at, hashes };
  }
  return null;
}

function shiftOf(
  computed: readonly Buffer[],
  { at: found, hashes }: FoundList,
  at: number,
): 'missing' | 'surplus' | 'changed' {
  const here = computed[at];
  if (found < hashes.length && (here === undefined || at >= found || isSame(here, hashes[at + 1]))) return 'missing';
  const next = computed[at + 1];
  return found > hashes.length && (next === undefined || isSame(next, hashes[at])) ? 'surplus' : 'changed';
}

/** Without a list that could be believed: the first line that is not how a leaf is written, else the block as a whole. */
function faultByForm(block: DamagedBlock): ArchiveFault {
  const { lines, size } = block;
  const at = lines.findIndex(
    ({ bytes, isEnded }, index) => index < size && (!isEnded || readLeaf(bytes.toString('utf8')) === null),
  );
  if (at >= 0) return faultAt(placeOf(block, at), 'changed');
  if (lines.length < size) return faultAt(placeOf(block, lines.length), 'missing');
  return listFault(block, size);
}

/** List and content do not agree, and which of them was sealed cannot be told. */
function listFault({ firstLine, size, index }: DamagedBlock, at: number): ArchiveFault {
  const fault = faultAt({ line: firstLine + at, section: '#', key: String(index) }, 'list');
  return {
    ...fault,
    message: `第 ${firstLine} 至 ${firstLine + size} 行与封存时不同，摘要清单也被改动`,
    messageEn: `lines ${firstLine} to ${firstLine + size} are not what was sealed, nor is their list of hashes`,
  };
}

function placeOf(
  { firstLine, lines, sectionOf }: DamagedBlock,
  at: number,
): Pick<ArchiveFault, 'line' | 'section' | 'key'> {
  const line = lines[at];
  return { line: firstLine + at, section: sectionOf(at), key: line === undefined ? null : saidKey(line.bytes) };
}

function isSame(a: Buffer, b: Buffer | undefined): boolean {
  return b !== undefined && a.equals(b);
}
