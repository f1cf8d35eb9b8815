import type { IncomingMessage } from 'node:http';

/** Where a request came from, as the connection says; what a client writes about itself is not believed. */
export function clientAddress(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? 'unknown';
}
