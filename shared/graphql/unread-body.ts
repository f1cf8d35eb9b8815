import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long the rest of a body is still taken, and thrown away, after the answer. */
const LINGER_MS = 2_000;

/**
 * Ends the connection of a request that was answered before the end of its body. Closed at once, the answer could be lost
 * on its way to a caller who is still sending; left open, it would count as busy and hold up the server's stop until its
 * keep-alive runs out. So what comes is thrown away for a moment; a body that ends by then leaves a connection to go on
 * with.
 */
export function endUnreadBody(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (request.complete || request.destroyed) return;
    const timer = setTimeout(() => request.socket.destroy(), LINGER_MS);
    const stop = (): void => clearTimeout(timer);
    request.once('end', stop);
    request.socket.once('close', stop);
    request.resume();
  });
}
