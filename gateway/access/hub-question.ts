import type { HopKey } from '../../shared/identity/signed-hop.ts';
import { parseViewer, type Viewer } from '../../shared/identity/viewer.ts';
import { askSigned } from '../hop/signed-question.ts';

/** How the hub subgraph is asked who somebody is. */
export interface HubAddress {
  /** Any address of the hub subgraph; only its origin is used. */
  readonly hubUrl: string;
  readonly key: HopKey;
  readonly timeoutMs: number;
}

/** Sends a body to the hub over the signed hop and returns its answer. */
export function postToHub({ hubUrl, key, timeoutMs }: HubAddress, path: string, message: object): Promise<unknown> {
  return askSigned({ target: 'hub', url: hubUrl, key, timeoutMs }, path, message);
}

/** Asks the hub who somebody is. */
export async function askHubForViewer(hub: HubAddress, path: string, question: object): Promise<Viewer | null> {
  const data = await postToHub(hub, path, question);
  if (typeof data !== 'object' || data === null || !('viewer' in data)) {
    throw new Error(`the hub answered no viewer to ${path}`);
  }
  if (data.viewer === null) return null;
  const viewer = parseViewer(data.viewer);
  if (viewer === null) throw new Error(`the hub answered something that is not a viewer to ${path}`);
  return viewer;
}
