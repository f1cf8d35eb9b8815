import { canonicalJson, sha256Hex } from '../../primitives/canonical-json.ts';
import type { Signer } from '../../primitives/signer.ts';

/** A receipt (回执): proof for a unit of what it handed in, chained to the one before. */
export interface Receipt {
  readonly memberUnit: string;
  readonly sequence: number;
  readonly publicationId: string;
  readonly previousHash: string;
  readonly hash: string;
  /** Ed25519 over the hash, base64url. */
  readonly signature: string;
  /** Which key signed: the first 16 hex digits of the SHA-256 of its public half. */
  readonly signedBy: string;
  /** The canonical JSON that was hashed. */
  readonly content: string;
  readonly issuedAt: Date;
}

/** What a receipt attests. */
export interface ReceiptContent {
  readonly department: string;
  readonly memberUnit: string;
  readonly sequence: number;
  readonly previousHash: string;
  readonly publicationId: string;
  /** Name of the act, as in the audit. */
  readonly act: string;
  /** State the act led to. */
  readonly state: string;
  readonly rowCount: number;
  /** SHA-256 over the canonical JSON of the rows handed in, in order. */
  readonly rowsHash: string;
  /** How many values the act computed, and the same digest over them. */
  readonly derivedCount: number;
  readonly derivedHash: string;
  /** Feed positions the act took; null for an act outside the feed. */
  readonly firstPosition: string | null;
  readonly lastPosition: string | null;
  readonly issuedAt: string;
  readonly traceId: string;
}

/** `previousHash` of the first receipt of a unit. */
export const CHAIN_START = '0'.repeat(64);

/** Signs and verifies; a port, so that a 国密 provider or a hardware module can stand in. */
export type ReceiptSigner = Signer;

/** Makes the receipt of a publication: canonical content, its hash, the signature over the hash. */
export function issueReceipt(content: ReceiptContent, signer: ReceiptSigner): Receipt {
  const text = canonicalJson({ ...content });
  const hash = sha256Hex(text);
  return {
    memberUnit: content.memberUnit,
    sequence: content.sequence,
    publicationId: content.publicationId,
    previousHash: content.previousHash,
    hash,
    signature: signer.sign(hash),
    signedBy: signer.keyId,
    content: text,
    issuedAt: new Date(content.issuedAt),
  };
}

/** A place in a chain at which it is not what was issued. */
export interface ChainFault {
  readonly sequence: number;
  readonly fault: string;
}

/**
 * The place and kind of the first fault in a chain of one unit; null when the chain is whole. What stands beside the
 * attested content must say the same as the content.
 */
export function findChainFault(
  chain: readonly Receipt[],
  signer: Pick<ReceiptSigner, 'keyId' | 'verify'>,
): ChainFault | null {
  let previous = CHAIN_START;
  let expected = 1;
  for (const receipt of chain) {
    if (receipt.sequence !== expected) return { sequence: expected, fault: '缺少回执' };
    const fault = findReceiptFault(receipt, previous, signer);
    if (fault !== null) return { sequence: expected, fault };
    previous = receipt.hash;
    expected += 1;
  }
  return null;
}

/** What is wrong with one receipt that should follow the one with the hash `previous`; null when nothing is. */
export function findReceiptFault(
  receipt: Receipt,
  previous: string,
  signer: Pick<ReceiptSigner, 'keyId' | 'verify'>,
): string | null {
  const { content, hash, signature, signedBy } = receipt;
  if (receipt.previousHash !== previous) return '与上一回执不相连';
  if (sha256Hex(content) !== hash) return '内容与摘要不符';
  if (!saysTheSame(receipt)) return '所列各项与内容不符';
  if (signedBy !== signer.keyId) return '不是由此密钥签名';
  // The last sign of a text in base64 has bits that decoding does not look at.
  const isCanonical = Buffer.from(signature, 'base64url').toString('base64url') === signature;
  return isCanonical && signer.verify(hash, signature) ? null : '签名不符';
}

function saysTheSame({ content, memberUnit, sequence, previousHash, publicationId, issuedAt }: Receipt): boolean {
  const said: ReceiptContent = JSON.parse(content);
  return (
    said.memberUnit === memberUnit &&
    said.sequence === sequence &&
    said.previousHash === previousHash &&
    said.publicationId === publicationId &&
    said.issuedAt === issuedAt.toISOString()
  );
}
