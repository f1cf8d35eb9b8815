import { type HopKey, signHop } from '../../shared/identity/signed-hop.ts';
import { parseViewer, type Viewer } from '../../shared/identity/viewer.ts';
import { formatTraceparent, newTrace } from '../../shared/observability/trace.ts';

/** How the hub subgraph is asked who somebody is. */
export interface HubAddress {
  /** Any address of the hub subgraph; only its origin is used. */
  readonly hubUrl: string;
  readonly key: HopKey;
  readonly timeoutMs: number;
}

/** Asks the hub over the signed hop. What is asked about travels in the body, never in an address or a log. */
export async function askHubForViewer(
  { hubUrl, key, timeoutMs }: HubAddress,
  path: string,
  question: object,
): Promise<Viewer | null> {
  const body = JSON.stringify(question);
  const response = await fetch(new URL(path, hubUrl), {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      traceparent: formatTraceparent(newTrace()),
      ...signHop({ method: 'POST', path, body, viewer: '' }, key),
    },
    signal: AbortSignal.timeout(timeoutMs),
  });
  const data: unknown = await response.json();
  if (!response.ok || typeof data !== 'object' || data === null || !('viewer' in data)) {
    throw new Error(`the hub answered ${response.status} to ${path}`);
  }
  if (data.viewer === null) return null;
  const viewer = parseViewer(data.viewer);
  if (viewer === null) throw new Error(`the hub answered something that is not a viewer to ${path}`);
  return viewer;
}
