import { z } from 'zod';
import { canonicalJson, sha256Hex } from '../primitives/canonical-json.ts';
import { readVerifier, type Signer, type Verifier } from '../primitives/signer.ts';
import { parseJson } from '../primitives/parse-json.ts';
import { SECTIONS, SNAPSHOT_FORMAT } from './snapshot-format.ts';

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0);

const statementSchema = z.strictObject({
  format: z.literal(SNAPSHOT_FORMAT),
  /** Code of the round. */
  round: z.string(),
  edition: z.number().int().positive(),
  sealedAt: z.iso.datetime(),
  leaves: z.number().int().positive(),
  blockSize: z.number().int().positive(),
  /** Root of the tree over all leaves. */
  root: hex,
  sections: z.array(z.strictObject({ section: z.enum(SECTIONS), first: count, leaves: z.number().int().positive() })),
  keyId: z.string(),
});

/** What the signature is over: the root, and everything needed to read the tree. */
export type Statement = z.infer<typeof statementSchema>;

/** A statement with its signature. */
export interface Seal {
  readonly statement: Statement;
  /** Ed25519 over the SHA-256 of the statement's canonical JSON, base64url. */
  readonly signature: string;
  /** SPKI, PEM; it vouches for nothing unless it is known from elsewhere. */
  readonly publicKey: string;
}

/** Signs a statement. */
export function sealStatement(statement: Omit<Statement, 'keyId'>, signer: Signer): Seal {
  const signed: Statement = { ...statement, keyId: signer.keyId };
  return { statement: signed, signature: signer.sign(hashOf(signed)), publicKey: signer.publicKey };
}

/** The seal as its line is written, without the line break. */
export function sealText({ statement, signature, publicKey }: Seal): string {
  return canonicalJson(['seal', { statement: { ...statement }, signature, publicKey }]);
}

const sealSchema = z.tuple([
  z.literal('seal'),
  z.strictObject({ statement: statementSchema, signature: z.string(), publicKey: z.string() }),
]);

/** The seal of a line; null where the line is not, byte for byte, how a seal is written. */
export function readSeal(text: string): Seal | null {
  const parsed = sealSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  return sealText(parsed.data[1]) === text ? parsed.data[1] : null;
}

/** What is wrong with a seal, in Chinese and in English. */
export interface SealFault {
  readonly message: string;
  readonly messageEn: string;
}

/**
 * Looks at a seal's signature by the keys that are trusted; with none, by the key it carries, which shows only that seal and
 * content belong together.
 */
export function findSealFault(
  { statement, signature, publicKey }: Seal,
  trusted: readonly Verifier[],
): SealFault | null {
  const key =
    trusted.length > 0 ? trusted.find(({ keyId }) => keyId === statement.keyId) : carriedKey(publicKey, statement);
  if (key == null) {
    return trusted.length > 0
      ? {
          message: `不是由给出的公钥签名（签名密钥 ${statement.keyId}）`,
          messageEn: 'the seal is not signed by a given key',
        }
      : { message: '所附公钥与密钥编号不符', messageEn: 'the public key is not that of the key id' };
  }
  // The last sign of a text in base64 has bits that decoding does not look at.
  const isCanonical = Buffer.from(signature, 'base64url').toString('base64url') === signature;
  if (isCanonical && key.verify(hashOf(statement), signature)) return null;
  return { message: '签名与封存内容不符', messageEn: 'the signature is not over this statement' };
}

function carriedKey(publicKey: string, { keyId }: Statement): Verifier | null {
  const key = readVerifier(publicKey);
  return key !== null && key.keyId === keyId && key.publicKey === publicKey ? key : null;
}

function hashOf(statement: Statement): string {
  return sha256Hex(canonicalJson({ ...statement }));
}
