import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../../shared/observability/logger.ts';
import { within } from '../resilience/deadline.ts';
import type { InFlight } from './in-flight.ts';

/** Starts listening; a taken port or unknown address rejects. */
export function listen(server: Server, host: string, port: number): Promise<{ port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port });
    });
  });
}

export interface Drain {
  readonly server: Server;
  readonly inFlight: InFlight;
  readonly limitMs: number;
  readonly log: Logger;
}

/** How long a stopping server still accepts: a balancer must see readiness turn, and what is on its way must arrive. */
const LINGER_MS = 500;
const SWEEP_MS = 50;

/**
 * Ends a server without cutting an answer. First it still accepts, so that a balancer has seen readiness turn before
 * anybody is refused; then it accepts no more and lets connections go as they fall idle; at the limit it closes what is left.
 */
export async function drainServer({ server, inFlight, limitMs, log }: Drain): Promise<void> {
  await delay(Math.min(LINGER_MS, limitMs / 10));
  await within(
    limitMs / 3,
    inFlight.idle().then(() => true),
    () => false,
  );
  if (!server.listening) return;
  const closed = new Promise<boolean>((resolve) => server.close(() => resolve(true)));
  // A connection may just have been accepted and not been read yet: only those that are idle by then are let go.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const isDone = await within((limitMs * 2) / 3, closed, () => false);
  clearInterval(sweep);
  if (!isDone) log.warn('requests in flight did not finish in time');
  server.closeAllConnections();
  await closed;
}
