import type { Server } from 'node:http';
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

/**
 * Ends a server without cutting an answer. First it still accepts while requests are in flight, so that a balancer has
 * seen readiness turn before anybody is refused; then it accepts no more; at the limit it closes what is left.
 */
export async function drainServer({ server, inFlight, limitMs, log }: Drain): Promise<void> {
  const isIdle = () => inFlight.idle().then(() => true);
  await within(limitMs / 3, isIdle(), () => false);
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const isDone = await within((limitMs * 2) / 3, isIdle(), () => false);
  if (!isDone) log.warn('requests in flight did not finish in time');
  server.closeAllConnections();
  await closed;
}
