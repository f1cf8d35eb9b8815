import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Viewer } from '../../../shared/identity/viewer.ts';

const bodySchema = z.object({ token: z.string().max(200) });

/**
 * `POST /internal/introspect`: the gateway asks who holds a token. Behind the signed hop like every route,
 * and the answer tells nobody why a token is not valid.
 */
export function introspectionRoute(
  introspect: (token: string) => Promise<Viewer | null>,
): (app: FastifyInstance) => void {
  return (app) => {
    app.post('/internal/introspect', async (request) => {
      const body = bodySchema.safeParse(request.body);
      return { viewer: body.success ? await introspect(body.data.token) : null };
    });
  };
}
