import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DataReadService } from './data-read.service.ts';

const LARGEST_BATCH = 5_000;
const word = z.string().min(1).max(400);

const readSchema = z
  .strictObject({
    /** Lets a batch be sent again after a lost answer without counting twice. */
    id: z.uuid().optional(),
    subject: word,
    memberUnit: word.nullable(),
    purpose: z.string().max(400),
    ownerUnit: word,
    operation: z.string().max(400),
    values: z.number().int().min(1).max(2_147_483_647),
    at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
    traceId: z.string().max(100),
  })
  .transform(({ values, ...read }) => ({ ...read, valueCount: values }));

const batchSchema = z.array(readSchema).max(LARGEST_BATCH);

/**
 * `POST /internal/reads` `[{ id?, subject, memberUnit, purpose, ownerUnit, operation, values, at, traceId }]` → `{ stored }`:
 * the gateway reports in batches who was shown whose figures. A batch is kept whole or not at all.
 */
export function dataReadRoute(reads: Pick<DataReadService, 'record'>): (app: FastifyInstance) => void {
  return (app) => {
    app.post('/internal/reads', async (request, reply) => {
      const batch = batchSchema.safeParse(request.body);
      if (!batch.success) return reply.code(400).send({ error: z.prettifyError(batch.error) });
      return { stored: await reads.record(batch.data) };
    });
  };
}
