import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SpendStore } from './gateway-spend.repository.ts';

const MOST_NAMES = 1_000;

const reportSchema = z.strictObject({
  gateway: z.string().min(1).max(64),
  after: z.number().int().min(0).nullable(),
  spent: z
    .record(z.string().max(64), z.number().int().min(1).max(1_000_000))
    .refine((spent) => Object.keys(spent).length <= MOST_NAMES, { message: `holds more than ${MOST_NAMES} names` }),
});

/**
 * `POST /internal/gateway-spend` `{ gateway, after, spent }` → `{ head, spent }`: several gateways count their clients
 * together. Names are hashes; who is behind them is not said.
 */
export function gatewaySpendRoute(store: SpendStore): (app: FastifyInstance) => void {
  return (app) => {
    app.post('/internal/gateway-spend', async (request, reply) => {
      const report = reportSchema.safeParse(request.body);
      if (!report.success) return reply.code(400).send({ error: z.prettifyError(report.error) });
      return store.exchange(report.data);
    });
  };
}
