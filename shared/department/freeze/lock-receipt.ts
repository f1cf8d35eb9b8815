import { canonicalJson, sha256Hex } from '../../primitives/canonical-json.ts';
import type { ReceiptSigner } from '../receipt/receipt.ts';

/** What a department attests when it has locked the values of a subject and year. */
export interface LockReceiptContent {
  readonly department: string;
  readonly act: string;
  readonly subject: string;
  readonly year: number;
  /** Whose values this act locked; null for all units. */
  readonly memberUnit: string | null;
  readonly reason: string;
  /** How many values this act locked, and how many are locked now. */
  readonly lockedCount: number;
  readonly cells: number;
  /** Hash of what is locked now, as that of the change feed. */
  readonly stateHash: string;
  /** Position of the change feed after the act; whoever has followed it so far knows all that is locked. */
  readonly position: string;
  readonly issuedAt: string;
  readonly traceId: string;
}

/** 锁定回执: what was locked, signed with the department's key. */
export interface LockReceipt {
  readonly hash: string;
  /** Ed25519 over the hash, base64url. */
  readonly signature: string;
  readonly signedBy: string;
  /** SPKI, PEM. */
  readonly publicKey: string;
  /** The canonical JSON that was hashed. */
  readonly content: string;
}

/** Makes the receipt of a lock. */
export function issueLockReceipt(content: LockReceiptContent, signer: ReceiptSigner): LockReceipt {
  const text = canonicalJson({ ...content });
  const hash = sha256Hex(text);
  return {
    hash,
    signature: signer.sign(hash),
    signedBy: signer.keyId,
    publicKey: signer.publicKey,
    content: text,
  };
}
