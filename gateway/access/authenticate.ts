import type { Viewer } from '../../shared/identity/viewer.ts';
import { parseBearerToken } from './bearer-token.ts';
import type { TokenIntrospector } from './token-introspection.ts';

/** `UNKNOWN` is one answer for every cause: missing, malformed, unknown, expired, revoked. */
export type Authentication =
  | { readonly kind: 'VIEWER'; readonly viewer: Viewer }
  | { readonly kind: 'UNKNOWN' }
  | { readonly kind: 'UNAVAILABLE' };

/** Who sends a request, by its `Authorization` header alone. */
export async function authenticate(
  header: string | undefined,
  tokens: TokenIntrospector,
  log: { error(facts: object, text: string): void },
): Promise<Authentication> {
  const token = parseBearerToken(header);
  if (token === null) return { kind: 'UNKNOWN' };
  try {
    const viewer = await tokens.introspect(token);
    return viewer === null ? { kind: 'UNKNOWN' } : { kind: 'VIEWER', viewer };
  } catch (error) {
    log.error({ reason: error instanceof Error ? error.message : String(error) }, 'token could not be checked');
    return { kind: 'UNAVAILABLE' };
  }
}
