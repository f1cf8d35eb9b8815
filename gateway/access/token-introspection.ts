import type { Viewer } from '../../shared/identity/viewer.ts';
import { askHubForViewer, type HubAddress } from './hub-question.ts';

/** Who a token belongs to. Null: nobody, whatever the cause. Throws when the answer cannot be had. */
export interface TokenIntrospector {
  introspect(token: string): Promise<Viewer | null>;
}

/** Asks the hub subgraph about the tokens it issued. */
export class HubTokenIntrospector implements TokenIntrospector {
  constructor(private readonly hub: HubAddress) {}

  introspect(token: string): Promise<Viewer | null> {
    return askHubForViewer(this.hub, '/internal/introspect', { token });
  }
}
