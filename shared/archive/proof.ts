import { z } from 'zod';
import { canonicalJson } from '../primitives/canonical-json.ts';
import { climb, leafHash, pathOf } from './merkle.ts';
import { type Seal, sealText } from './seal.ts';
import { parseJson } from '../primitives/parse-json.ts';
import { fromHex } from './snapshot-format.ts';

/**
 * The file that proves one leaf, format `hub-proof-1`; lines as in a snapshot:
 *
 * - `["proof","hub-proof-1"]`
 * - the leaf, byte for byte
 * - `["leaf",{"hash":"<hex>","index":<n>}]`
 * - for every step towards the root `["step",{"node":"<hex>","sibling":"<hex>"}]`, `node` being what the step leads to
 * - the seal, byte for byte
 *
 * The nodes could be computed; they stand there so that a changed line can be told from its neighbours.
 */
export const PROOF_FORMAT = 'hub-proof-1';

export const PROOF_HEAD: string = canonicalJson(['proof', PROOF_FORMAT]);

/** What a proof is made of. */
export interface ProofSource {
  readonly seal: Seal;
  readonly roots: readonly Buffer[];
  readonly block: { readonly index: number; readonly lines: readonly string[] };
  /** Place of the leaf in its block. */
  readonly at: number;
}

/** The file that proves one leaf. */
export function proofText({ seal, roots, block, at }: ProofSource): string {
  const hashes = block.lines.map((line) => leafHash(Buffer.from(line)));
  const [line, hash] = [block.lines[at], hashes[at]];
  if (line === undefined || hash === undefined) throw new RangeError('there is no such leaf in the block');
  const lines = [PROOF_HEAD, line, indexText(block.index * seal.statement.blockSize + at, hash)];
  let node = hash;
  for (const { side, sibling } of [...pathOf(hashes, at), ...pathOf(roots, block.index)]) {
    node = climb(node, side, sibling);
    lines.push(stepText(node, sibling));
  }
  return `${[...lines, sealText(seal)].join('\n')}\n`;
}

function indexText(index: number, hash: Buffer): string {
  return canonicalJson(['leaf', { hash: hash.toString('hex'), index }]);
}

function stepText(node: Buffer, sibling: Buffer): string {
  return canonicalJson(['step', { node: node.toString('hex'), sibling: sibling.toString('hex') }]);
}

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const indexSchema = z.tuple([z.literal('leaf'), z.strictObject({ hash: hex, index: z.number().int().min(0) })]);
const stepSchema = z.tuple([z.literal('step'), z.strictObject({ node: hex, sibling: hex })]);

/** Which leaf a proof is of; null where the line is not, byte for byte, how that is written. */
export function readIndex(text: string): { readonly index: number; readonly hash: Buffer } | null {
  const parsed = indexSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const { index, hash } = parsed.data[1];
  return indexText(index, fromHex(hash)) === text ? { index, hash: fromHex(hash) } : null;
}

/** One step towards the root; null where the line is not, byte for byte, how a step is written. */
export function readStep(text: string): { readonly node: Buffer; readonly sibling: Buffer } | null {
  const parsed = stepSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const step = { node: fromHex(parsed.data[1].node), sibling: fromHex(parsed.data[1].sibling) };
  return stepText(step.node, step.sibling) === text ? step : null;
}
