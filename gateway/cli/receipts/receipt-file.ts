import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { sha256Hex } from '../../../shared/primitives/canonical-json.ts';

/** First line of a file of receipts: whose they are, by what keys they are signed, and how many follow. */
export const headerSchema = z.strictObject({
  format: z.literal('hub-receipts-1'),
  department: z.string(),
  memberUnit: z.string(),
  receipts: z.number().int().min(0),
  keys: z.array(z.strictObject({ id: z.string(), publicKey: z.string() })).min(1),
});
export type ReceiptFileHeader = z.infer<typeof headerSchema>;

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/** Every further line: one receipt. The members stand in this order. */
export const receiptLineSchema = z.strictObject({
  sequence: z.number().int().positive(),
  previousHash: hex,
  hash: hex,
  signature: z.string(),
  signedBy: z.string(),
  content: z.string(),
});
export type ReceiptLine = z.infer<typeof receiptLineSchema>;

/** The one way in which a line is written; a line written otherwise is not the line that was exported. */
export function headerText({ format, department, memberUnit, receipts, keys }: ReceiptFileHeader): string {
  const written = keys.map(({ id, publicKey }) => ({ id, publicKey }));
  return JSON.stringify({ format, department, memberUnit, receipts, keys: written });
}

export function receiptText({ sequence, previousHash, hash, signature, signedBy, content }: ReceiptLine): string {
  return JSON.stringify({ sequence, previousHash, hash, signature, signedBy, content });
}

/** `previousHash` of the first receipt of a unit. */
export const CHAIN_START = '0'.repeat(64);

/** A public key under its id; null where the text is no Ed25519 key or the id is not its own. */
export function readKey(pem: string, id: string | null): { id: string; key: KeyObject } | null {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') return null;
    const own = sha256Hex(key.export({ type: 'spki', format: 'der' })).slice(0, 16);
    const isWritten = id === null || (id === own && key.export({ type: 'spki', format: 'pem' }) === pem);
    return isWritten ? { id: own, key } : null;
  } catch {
    return null;
  }
}
