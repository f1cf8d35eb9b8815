import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { EntitlementChangesService } from './entitlement-changes.service.ts';
import type { EntitlementSignal } from './entitlement-signal.ts';

const LONGEST_WAIT_MS = 30_000;

const bodySchema = z.strictObject({
  after: z.number().int().min(0).default(0),
  waitMs: z.number().int().min(0).max(LONGEST_WAIT_MS).default(0),
});

/**
 * `POST /internal/entitlement-changes` `{ after, waitMs }` → `{ version, subjects? }`: a long poll, so that a gateway
 * forgets whom it knew the moment a token is revoked or a grant ends. Without `subjects` it has to forget everybody.
 */
export function entitlementRoute(
  changes: EntitlementChangesService,
  signal: Pick<EntitlementSignal, 'release' | 'isReleased'>,
): (app: FastifyInstance) => void {
  return (app) => {
    // Who waits must not keep the process from stopping.
    app.addHook('preClose', async () => signal.release());
    app.post('/internal/entitlement-changes', async (request, reply) => {
      const body = bodySchema.safeParse(request.body);
      if (!body.success) return reply.code(400).send({ error: z.prettifyError(body.error) });
      const answer = await changes.since(body.data.after, body.data.waitMs);
      // A connection that was busy when closing began would be kept alive, and the process with it.
      if (signal.isReleased()) reply.header('connection', 'close');
      return answer;
    });
  };
}
