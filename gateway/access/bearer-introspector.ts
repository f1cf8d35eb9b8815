import type { Viewer } from '../../shared/identity/viewer.ts';
import { type TokenKind, tokenKind } from './bearer-token.ts';
import type { TokenIntrospector } from './token-introspection.ts';

/** Machines show tokens of the hub, people those of their provider; each kind is asked about where it is known. */
export class BearerIntrospector implements TokenIntrospector {
  constructor(private readonly introspectors: Readonly<Record<TokenKind, TokenIntrospector>>) {}

  introspect(token: string): Promise<Viewer | null> {
    return this.introspectors[tokenKind(token)].introspect(token);
  }
}
