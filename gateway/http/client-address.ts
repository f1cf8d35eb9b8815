import type { IncomingMessage } from 'node:http';
import { addressBehind, toAddress, type TrustedProxies } from './trusted-proxies.ts';

/** Beside the request, where no header can overwrite it. */
const known = new WeakMap<IncomingMessage, string>();

/** Finds out where a request came from, once, before anything looks at it. */
export function bindClientAddress(request: IncomingMessage, proxies: TrustedProxies): void {
  const said = request.headers[proxies.header];
  const header = Array.isArray(said) ? said.join(', ') : said;
  known.set(request, addressBehind(connectionAddress(request), proxies, header));
}

/**
 * Where a request came from: the connection's other end, or whom a proxy of ours names. What a client writes about itself
 * is not believed.
 */
export function clientAddress(request: IncomingMessage): string {
  return known.get(request) ?? connectionAddress(request);
}

function connectionAddress({ socket }: IncomingMessage): string {
  return toAddress(socket.remoteAddress ?? '') ?? 'unknown';
}
