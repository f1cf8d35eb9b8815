import type { IncomingMessage } from 'node:http';

/** How an IPv4 address reads on a socket that takes IPv6, too. */
const MAPPED_IPV4 = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** Where a request came from, as the connection says; what a client writes about itself is not believed. */
export function clientAddress(request: IncomingMessage): string {
  return request.socket.remoteAddress?.replace(MAPPED_IPV4, '') ?? 'unknown';
}
