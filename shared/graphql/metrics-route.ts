import type { FastifyInstance } from 'fastify';
import { metrics, printMetrics } from '../observability/metrics.ts';

/** `/metrics` for Prometheus, open like `/health` and on the same address; every answer is measured by its route. */
export function addMetrics(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    metrics.httpDuration.observe(
      // The route as it was written, never the address that was asked for.
      { method: request.method, route: request.routeOptions.url ?? 'other', status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });
  app.get('/metrics', { config: { open: true } }, async (_request, reply) => {
    const { contentType, text } = await printMetrics();
    return reply.header('content-type', contentType).send(text);
  });
}
