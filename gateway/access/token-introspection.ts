import { type HopKey, signHop } from '../../shared/identity/signed-hop.ts';
import { parseViewer, type Viewer } from '../../shared/identity/viewer.ts';
import { formatTraceparent, newTrace } from '../../shared/observability/trace.ts';

/** Who a token belongs to. Null: nobody, whatever the cause. Throws when the answer cannot be had. */
export interface TokenIntrospector {
  introspect(token: string): Promise<Viewer | null>;
}

export interface HubIntrospectorOptions {
  /** Any address of the hub subgraph; only its origin is used. */
  readonly hubUrl: string;
  readonly key: HopKey;
  readonly timeoutMs: number;
}

const PATH = '/internal/introspect';

/** Asks the hub subgraph over the signed hop. The token travels in the body, never in an address or a log. */
export class HubTokenIntrospector implements TokenIntrospector {
  constructor(private readonly options: HubIntrospectorOptions) {}

  async introspect(token: string): Promise<Viewer | null> {
    const { hubUrl, key, timeoutMs } = this.options;
    const body = JSON.stringify({ token });
    const response = await fetch(new URL(PATH, hubUrl), {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        traceparent: formatTraceparent(newTrace()),
        ...signHop({ method: 'POST', path: PATH, body, viewer: '' }, key),
      },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const data: unknown = await response.json();
    if (!response.ok || typeof data !== 'object' || data === null || !('viewer' in data)) {
      throw new Error(`token introspection answered ${response.status}`);
    }
    if (data.viewer === null) return null;
    const viewer = parseViewer(data.viewer);
    if (viewer === null) throw new Error('token introspection answered something that is not a viewer');
    return viewer;
  }
}
