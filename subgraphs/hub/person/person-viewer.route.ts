import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Identity } from './person.ts';
import type { SignIn } from './second-factor.ts';

const word = z.string().min(1).max(1_000);

const bodySchema = z.object({
  issuer: word,
  subject: word,
  amr: z.array(z.string().max(100)).max(20).default([]),
  acr: z.string().max(400).nullable().default(null),
});

/** Who somebody is who has just signed in; null for nobody known. */
export type FindSignedIn = (identity: Identity, signIn: SignIn) => Promise<Viewer | null>;

/**
 * `POST /internal/person-viewer` `{ issuer, subject, amr, acr, authTime }` → `{ viewer }`: who a person of a provider is.
 * The provider's signature was checked before; here it is decided which roles this way of signing in opens.
 */
export function personViewerRoute(find: FindSignedIn): (app: FastifyInstance) => void {
  return (app) => {
    app.post('/internal/person-viewer', async (request, reply) => {
      const body = bodySchema.safeParse(request.body);
      if (!body.success) return reply.code(400).send({ error: z.prettifyError(body.error) });
      const { issuer, subject, amr, acr } = body.data;
      return { viewer: await find({ issuer, subject }, { amr, acr }) };
    });
  };
}
