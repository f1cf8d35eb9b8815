import type { Verifier } from '../primitives/signer.ts';
import { type ArchiveFault, FAULT_WORDS, saidKey } from './archive-fault.ts';
import { climb, leafHash, type Side, sidesOf } from './merkle.ts';
import { PROOF_HEAD, readIndex, readStep } from './proof.ts';
import { findSealFault, readSeal, type Seal } from './seal.ts';
import { type Leaf, readLeaf } from './snapshot-format.ts';

/** What a look at a proof came to. */
export type ProofVerdict =
  | { readonly isSound: true; readonly leaf: Leaf; readonly index: number; readonly seal: Seal }
  | { readonly isSound: false; readonly fault: ArchiveFault };

const LEAF_LINE = 2;
const FIRST_STEP_LINE = 4;

/** Says whether a file proves that its leaf was sealed, or which line is not as it was issued. Needs no server. */
export function verifyProof(file: Uint8Array, trusted: readonly Verifier[] = []): ProofVerdict {
  const bytes = Buffer.from(file);
  const text = bytes.toString('utf8');
  const lines = text.split('\n');
  if (lines[0] !== PROOF_HEAD)
    return unsound(1, 'proof', ['首行不是存证的首行', 'the first line is not the head of a proof']);
  if (lines.at(-1) !== '') return unsound(lines.length, 'seal', FAULT_WORDS.notEnded);
  if (!Buffer.from(text).equals(bytes)) return unsound(lineOfBadBytes(bytes), null, FAULT_WORDS.changed);
  const leaf = readLeaf(lines[LEAF_LINE - 1] ?? '');
  if (leaf === null) return unsound(LEAF_LINE, null, FAULT_WORDS.changed, lines);
  const place = readIndex(lines[LEAF_LINE] ?? '');
  if (place === null) return unsound(LEAF_LINE + 1, 'leaf', FAULT_WORDS.changed);
  const stepLines = lines.slice(FIRST_STEP_LINE - 1, -2);
  const steps = stepLines.map(readStep);
  const broken = steps.indexOf(null);
  const seal = readSeal(lines.at(-2) ?? '');
  if (broken >= 0) return unsound(FIRST_STEP_LINE + broken, 'step', FAULT_WORDS.changed);
  const sealLine = lines.length - 1;
  if (seal === null) return unsound(sealLine, 'seal', FAULT_WORDS.notSeal);
  const sealFault = findSealFault(seal, trusted);
  if (sealFault !== null) return unsound(sealLine, 'seal', [sealFault.message, sealFault.messageEn]);
  const chain = { leafLine: lines[LEAF_LINE - 1] ?? '', ...place, seal, steps: steps.filter((each) => each !== null) };
  const fault = findBrokenLink(chain);
  if (fault === null) return { isSound: true, leaf, index: place.index, seal };
  return unsound(fault, sectionOfLine(fault, leaf), fault === LEAF_LINE ? FAULT_WORDS.changed : LINK, lines);
}

const LINK = ['与相邻各行不相符', 'the line does not agree with its neighbours'] as const;

interface Step {
  readonly node: Buffer;
  readonly sibling: Buffer;
}

interface Chain {
  readonly leafLine: string;
  readonly index: number;
  readonly hash: Buffer;
  readonly steps: readonly Step[];
  readonly seal: Seal;
}

/** The line on which the way from the leaf to the root breaks; null where it leads there. */
function findBrokenLink({ leafLine, index, hash, steps, seal }: Chain): number | null {
  const { leaves, root } = seal.statement;
  const computed = leafHash(Buffer.from(leafLine));
  if (!computed.equals(hash)) {
    const [first] = steps;
    const leads = first === undefined ? hash.toString('hex') === root : sideTaken(hash, first) !== null;
    return leads ? LEAF_LINE : LEAF_LINE + 1;
  }
  const sides: Side[] = [];
  let node = hash;
  for (const [at, step] of steps.entries()) {
    const side = sideTaken(node, step);
    if (side === null) return FIRST_STEP_LINE + at;
    sides.push(side);
    node = step.node;
  }
  if (node.toString('hex') !== root) return FIRST_STEP_LINE + steps.length;
  const isPlace = index < leaves && sidesOf(index, leaves).join() === sides.join();
  return isPlace ? null : LEAF_LINE + 1;
}

/** On which side the sibling must stand for the step to lead where it says; null where it does not. */
function sideTaken(from: Buffer, { node, sibling }: Step): Side | null {
  if (climb(from, 'right', sibling).equals(node)) return 'right';
  return climb(from, 'left', sibling).equals(node) ? 'left' : null;
}

function sectionOfLine(line: number, leaf: Leaf): string {
  if (line === LEAF_LINE) return leaf.section;
  return line === LEAF_LINE + 1 ? 'leaf' : 'step';
}

function lineOfBadBytes(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
    const part = bytes.subarray(start, end);
    if (!Buffer.from(part.toString('utf8')).equals(part)) return line;
    line += 1;
    start = end + 1;
  }
  return line;
}

function unsound(
  line: number,
  section: string | null,
  [message, messageEn]: readonly [string, string],
  lines: readonly string[] = [],
): ProofVerdict {
  const key = line === LEAF_LINE ? saidKey(Buffer.from(lines[line - 1] ?? '')) : null;
  return { isSound: false, fault: { line, section, key, message, messageEn } };
}
