import { HOP_HEADERS, parseHopKeys, signHop } from '../../shared/identity/signed-hop.ts';
import { encodeViewer, type Viewer } from '../../shared/identity/viewer.ts';
import type { HubProcess } from '../testkit/hub-process.ts';
import { environmentOf } from './harness/process-cost.ts';

/** Sends to a subgraph itself, signed as the gateway signs: the way of a reference that leaves the gateway out. */
export function directFetch(hub: HubProcess, service: string, viewer: Viewer): { url: string; send: typeof fetch } {
  const environment = environmentOf(hub.pidOf(service));
  const [key] = parseHopKeys(environment.get('HOP_KEYS') ?? '');
  if (key === undefined) throw new Error(`${service} has no key`);
  const text = encodeViewer(viewer);
  const send: typeof fetch = (url, init) => {
    const body = String(init?.body);
    const signed = signHop({ target: service, method: 'POST', path: '/graphql', body, viewer: text }, key);
    return fetch(url, {
      ...init,
      headers: { 'content-type': 'application/json', [HOP_HEADERS.viewer]: text, ...signed },
    });
  };
  return { url: `http://127.0.0.1:${environment.get('SERVICE_PORT')}/graphql`, send };
}
