import { createHash, randomBytes } from 'node:crypto';
import type { Role } from '../../../shared/identity/role.ts';

/** What a token lets its holder be, and until when. Its text is known to the holder alone. */
export interface TokenGrant {
  readonly subject: string;
  readonly memberUnit: string | null;
  readonly roles: readonly Role[];
  readonly purpose: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** A token as the list of tokens shows it. */
export interface StoredToken extends TokenGrant {
  readonly id: string;
  readonly revokedAt: Date | null;
  /** Day in Asia/Shanghai. */
  readonly lastUsedOn: string | null;
}

/** A request for a token with its id, on its way into the store: the text is kept by its hash only. */
export interface NewToken {
  readonly id: string;
  readonly hash: Buffer;
  readonly grant: TokenGrant;
}

export interface TokenFilter {
  readonly subject: string | null;
  readonly memberUnit: string | null;
  /** Neither revoked nor expired; null for all. */
  readonly isLive: boolean | null;
}

const TOKEN = /^hub_[A-Za-z0-9_-]{22}$/;

/** A new token text: 128 random bits, recognisable by secret scanners through its prefix. */
export function newTokenText(): string {
  return `hub_${randomBytes(16).toString('base64url')}`;
}

export function isTokenText(text: string): boolean {
  return TOKEN.test(text);
}

/** What is stored in place of the text. Unsalted: a 128-bit random text cannot be guessed from it. */
export function hashToken(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
