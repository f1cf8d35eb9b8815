import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../../shared/observability/logger.ts';
import type { Connections } from './connections.ts';

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
  readonly connections: Connections;
  readonly limitMs: number;
  readonly log: Logger;
}

/** How long nobody new must have come before a stopping server stops accepting: by then balancers have seen readiness turn. */
const QUIET_MS = 500;
/** How long a connection must have been idle before it is let go: who asks often has come again by then and been told. */
const IDLE_MS = 1_000;
const LOOK_MS = 20;

/**
 * Ends a server without cutting an answer. First it still accepts, for as long as balancers go on sending newcomers; every
 * answer closes its connection. Then it accepts no more, and connections that fell idle are let go one by one. At the
 * limit it closes what is left.
 */
export async function drainServer({ server, connections, limitMs, log }: Drain): Promise<void> {
  const startedAt = performance.now();
  const quietMs = Math.min(QUIET_MS, limitMs / 10);
  await until(limitMs / 3, () => performance.now() - Math.max(startedAt, connections.newestAt) >= quietMs);
  if (!server.listening) return;
  const closed = stopAccepting(server);
  const idleMs = Math.min(IDLE_MS, limitMs / 9);
  await until((limitMs * 2) / 3, () => {
    connections.closeIdle(idleMs);
    return connections.size === 0;
  });
  if (connections.underWay > 0) log.warn('requests in flight did not finish in time');
  server.closeAllConnections();
  await closed;
  // Of the server's own way to close only the end of its watch over slow clients is left.
  server.close(() => undefined);
}

/**
 * Closes the listening socket alone. The server's own `close` also cuts connections that are idle at this moment, even if
 * a request is already on its way through them.
 */
function stopAccepting(server: Server): Promise<void> {
  return new Promise((resolve) => NetServer.prototype.close.call(server, () => resolve()));
}

/** Looks until something is so, or the time is over. It looks right after everything that has arrived has been taken in. */
async function until(limitMs: number, isSo: () => boolean): Promise<void> {
  const end = performance.now() + limitMs;
  for (;;) {
    await nextTurn();
    if (isSo() || performance.now() >= end) return;
    await delay(LOOK_MS);
  }
}
