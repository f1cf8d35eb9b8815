const BEARER = /^Bearer +([\w.~+/=-]{1,4096})$/i;

/** The token of an `Authorization: Bearer` header; null when there is none of plausible form. */
export function parseBearerToken(header: string | undefined): string | null {
  return BEARER.exec(header?.trim() ?? '')?.[1] ?? null;
}
