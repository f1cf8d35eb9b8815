import fastify from 'fastify';
import { collectProcessMetrics } from '../observability/metrics.ts';
import { addHealth, type Health } from './health-route.ts';
import { addMetrics } from './metrics-route.ts';

export interface StatusOptions extends Health {
  readonly host: string;
  readonly port: number;
}

export interface StatusServer {
  readonly port: number;
  close(): Promise<void>;
}

/** `/health` and `/metrics` of a process that answers nothing else, as subgraphs have them beside `/graphql`. */
export async function serveStatus(options: StatusOptions): Promise<StatusServer> {
  collectProcessMetrics();
  const app = fastify({ forceCloseConnections: true });
  addMetrics(app);
  addHealth(app, options);
  // Fastify's own words repeat the address, which may carry what belongs nowhere.
  app.setNotFoundHandler(async (_request, reply) => reply.code(404).send({ error: 'not found' }));
  await app.listen({ host: options.host, port: options.port });
  const address = app.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () => app.close(),
  };
}
