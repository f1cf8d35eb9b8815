import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DataReadService } from './data-read.service.ts';

const LARGEST_BATCH = 5_000;
const LONGEST = 400;

/** Cut, not refused: one long name must not keep a whole batch from the record. */
const text = z.string().transform((full) => full.slice(0, LONGEST));
const word = z
  .string()
  .min(1)
  .transform((full) => full.slice(0, LONGEST));

const readSchema = z
  .strictObject({
    /** Lets a batch be sent again after a lost answer without counting twice. */
    id: z.uuid().optional(),
    subject: word,
    memberUnit: word.nullable(),
    purpose: text,
    ownerUnit: word,
    operation: text,
    values: z.number().int().min(1).max(2_147_483_647),
    at: z.iso.datetime({ offset: true }).transform((instant) => new Date(instant)),
    traceId: text,
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
