import { HOP_HEADERS } from '../../shared/identity/signed-hop.ts';
import { encodeViewer } from '../../shared/identity/viewer.ts';
import { factsOf } from '../http/request-facts.ts';

/**
 * What changes the answer of a subgraph and therefore belongs to the key under which equal calls in flight are shared:
 * the viewer now, entitlements and as-of when they come. Nothing is ever taken from a client's own headers.
 */
export function propagatedHeaders({ context }: { readonly context: unknown }): Record<string, string> {
  const viewer = factsOf(context)?.viewer;
  return viewer ? { [HOP_HEADERS.viewer]: encodeViewer(viewer) } : {};
}
