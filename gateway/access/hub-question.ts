import { type HopKey, signHop } from '../../shared/identity/signed-hop.ts';
import { parseViewer, type Viewer } from '../../shared/identity/viewer.ts';
import { activeTrace } from '../../shared/observability/span.ts';
import { formatTraceparent, newTrace } from '../../shared/observability/trace.ts';

/** How the hub subgraph is asked who somebody is. */
export interface HubAddress {
  /** Any address of the hub subgraph; only its origin is used. */
  readonly hubUrl: string;
  readonly key: HopKey;
  readonly timeoutMs: number;
}

/** Sends a body to the hub over the signed hop and returns its answer. Nothing of it stands in an address or a log. */
export async function postToHub(
  { hubUrl, key, timeoutMs }: HubAddress,
  path: string,
  message: object,
): Promise<unknown> {
  const body = JSON.stringify(message);
  const response = await fetch(new URL(path, hubUrl), {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      traceparent: formatTraceparent(activeTrace() ?? newTrace()),
      ...signHop({ target: 'hub', method: 'POST', path, body, viewer: '' }, key),
    },
    signal: AbortSignal.timeout(timeoutMs),
  });
  const data: unknown = await response.json();
  if (!response.ok) throw new Error(`the hub answered ${response.status} to ${path}`);
  return data;
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
