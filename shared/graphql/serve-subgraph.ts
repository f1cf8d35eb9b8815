import type { Logger } from '../observability/logger.ts';
import { collectProcessMetrics } from '../observability/metrics.ts';
import { createSubgraphServer, type SubgraphServerOptions } from './subgraph-server.ts';

export interface ServeOptions extends SubgraphServerOptions {
  readonly host: string;
  readonly port: number;
  /** Closes what the service opened, after the last request. */
  readonly onClose: () => Promise<void>;
}

/**
 * Runs a subgraph as a process: listens, tells the launcher the port, and stops gracefully on SIGTERM, SIGINT
 * or when the launcher goes away. In-flight requests finish; a second signal ends at once.
 */
export async function serveSubgraph(options: ServeOptions): Promise<void> {
  collectProcessMetrics();
  const server = await createSubgraphServer(options);
  const port = await server.listen(options.host, options.port);
  stopOnSignals(options.log, async () => {
    await server.close();
    await options.onClose();
  });
  // Only now: whoever starts the process may tell it to stop as soon as it knows.
  options.log.info({ port }, 'listening');
  process.send?.({ type: 'listening', port });
}

/** Calls `stop` once on the first signal or loss of the launcher, and ends the process with 0; a second signal ends it with 1. */
export function stopOnSignals(log: Logger, stop: () => Promise<void>): void {
  let isStopping = false;
  const begin = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', begin);
  process.on('SIGINT', begin);
  process.once('disconnect', () => {
    if (!isStopping) begin();
  });
}
