const BEARER = /^Bearer +([\w.~+/=-]{1,16384})$/i;

/** Longer than any token the hub issues; those of providers have a limit of their own. */
const LONGEST_HUB_TOKEN = 4_096;

/** `HUB`: an opaque token the hub issued. `PERSON`: one that an OIDC provider signed. */
export type TokenKind = 'HUB' | 'PERSON';

/** What a token claims to be by its form alone: only signed ones are made of parts. */
export function tokenKind(token: string): TokenKind {
  return token.includes('.') && !token.startsWith('hub_') ? 'PERSON' : 'HUB';
}

/** The token of an `Authorization: Bearer` header; null when there is none of plausible form. */
export function parseBearerToken(header: string | undefined): string | null {
  const token = BEARER.exec(header?.trim() ?? '')?.[1] ?? null;
  const isTooLong = token !== null && tokenKind(token) === 'HUB' && token.length > LONGEST_HUB_TOKEN;
  return isTooLong ? null : token;
}
