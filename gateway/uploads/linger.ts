import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long who has been refused may go on sending. */
const LINGER_MS = 2_000;

/**
 * Lets the answer to an upload that was not read to its end arrive: closed at once, the connection would be reset under a
 * client that is still sending, and the answer lost with it. What still comes is thrown away, for a moment.
 */
export function lingerAfterReply(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (request.complete) return;
    const timer = setTimeout(() => request.socket.destroy(), LINGER_MS);
    timer.unref();
    request.once('close', () => clearTimeout(timer));
    request.once('end', () => clearTimeout(timer));
    request.resume();
  });
}
