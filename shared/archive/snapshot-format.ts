import { z } from 'zod';
import { canonicalJson, type Json } from '../primitives/canonical-json.ts';
import { parseJson } from '../primitives/parse-json.ts';

/**
 * The file of a sealed round, format `hub-snapshot-1`. UTF-8; every line is canonical JSON and ends with a line feed.
 *
 * - Leaves, `["<section>","<key>",<content>]`: one fact each, in the order of `SECTIONS` and, within a section, of keys.
 * - After every `blockSize` leaves, and after the last, a list of their hashes: `["#",<block>,["<hex>",…]]`.
 * - The list of the roots of all blocks: `["blocks",["<hex>",…]]`.
 * - The seal: `["seal",{"publicKey":…,"signature":…,"statement":{…}}]`.
 *
 * The tree is that of RFC 6962 over the bytes of the leaves. As `blockSize` is a power of two, the roots of the blocks are
 * nodes of that tree, and the tree over them has the root of the whole. Root and signature alone would tell that something
 * was changed; the lists tell what.
 */
export const SNAPSHOT_FORMAT = 'hub-snapshot-1';

/** Leaves of a block. */
export const BLOCK_SIZE = 512;

/** What a snapshot consists of, in the order of the file. */
export const SECTIONS = ['header', 'definition', 'participant', 'lock', 'dossier', 'subject'] as const;
export type Section = (typeof SECTIONS)[number];

/** One fact of a snapshot. */
export interface Leaf {
  readonly section: Section;
  /** Place within the section, steps apart by `/`; printable ASCII. */
  readonly key: string;
  readonly content: Json;
}

/** A leaf as its line is written, without the line break. */
export function leafText({ section, key, content }: Leaf): string {
  return canonicalJson([section, key, content]);
}

/** What was read as JSON is JSON; looking at it once more would cost most of a replay. */
const anyJson = z.custom<Json>((value) => value !== undefined);
const leafSchema = z.tuple([z.enum(SECTIONS), z.string(), anyJson]);

/** The leaf of a line; null where the line is not, byte for byte, how a leaf is written. */
export function readLeaf(text: string): Leaf | null {
  const parsed = leafSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const [section, key, content] = parsed.data;
  const leaf = { section, key, content };
  return leafText(leaf) === text ? leaf : null;
}

/** Position of a section in the file. */
export function sectionOrder(section: Section): number {
  return SECTIONS.indexOf(section);
}

/** The line of the hashes of one block. */
export function hashListText(block: number, hashes: readonly Buffer[]): string {
  return `["#",${block},["${hashes.map((each) => each.toString('hex')).join('","')}"]]`;
}

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const hashListSchema = z.tuple([z.literal('#'), z.number().int(), z.array(hex)]);

/** The hashes a line lists; null where it is not, byte for byte, how the list of that block is written. */
export function readHashList(text: string, block: number): Buffer[] | null {
  const parsed = hashListSchema.safeParse(parseJson(text));
  if (!parsed.success || parsed.data[1] !== block) return null;
  const hashes = parsed.data[2].map(fromHex);
  return hashListText(block, hashes) === text ? hashes : null;
}

/** The line of the roots of all blocks. */
export function blocksText(roots: readonly Buffer[]): string {
  return canonicalJson(['blocks', roots.map((each) => each.toString('hex'))]);
}

const blocksSchema = z.tuple([z.literal('blocks'), z.array(hex)]);

/** The roots a line lists; null where it is not, byte for byte, how they are written. */
export function readBlocks(text: string): Buffer[] | null {
  const parsed = blocksSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const roots = parsed.data[1].map(fromHex);
  return blocksText(roots) === text ? roots : null;
}

/** Bytes of a hash written in hex. */
export function fromHex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}
