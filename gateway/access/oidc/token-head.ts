import { decodeJwt, decodeProtectedHeader } from 'jose';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import type { TokenRefusal } from './token-refusal.ts';

/** What a token says before anything of it is believed: which provider and which of its keys to try. */
export interface TokenHead {
  readonly issuer: string;
  readonly kid: string;
  readonly alg: string;
  /** In lower case and without `application/`. */
  readonly typ: string;
}

const LONGEST = 8_192;
const LONGEST_KEY_ID = 256;

/** Public keys only: with `HS…` a published key would be the secret, and `none` asks for no key at all. */
export const ALGORITHMS: readonly string[] = ['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256'];

/** Reads the head of a token. Embedded or linked keys (`jwk`, `jku`, `x5c`, `x5u`) are never looked at. */
export function readTokenHead(token: string): Result<TokenHead, TokenRefusal> {
  if (token.length > LONGEST) return err('TOO_LONG');
  const parts = token.split('.').length;
  if (parts !== 3) return err(parts === 5 ? 'ENCRYPTED' : 'MALFORMED');
  try {
    const { alg, kid, typ } = decodeProtectedHeader(token);
    const { iss } = decodeJwt(token);
    if (typeof alg !== 'string' || !ALGORITHMS.includes(alg)) return err('ALGORITHM');
    if (typeof typ !== 'string') return err('TYPE');
    if (typeof kid !== 'string' || kid === '' || kid.length > LONGEST_KEY_ID) return err('KEY_ID');
    if (typeof iss !== 'string') return err('ISSUER');
    return ok({ issuer: iss, kid, alg, typ: normalType(typ) });
  } catch {
    return err('MALFORMED');
  }
}

export function normalType(typ: string): string {
  return typ.toLowerCase().replace(/^application\//, '');
}
