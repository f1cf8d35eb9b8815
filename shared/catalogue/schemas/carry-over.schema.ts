import { z } from 'zod';
import { dataStatus, provenance, slug, text } from './text.schema.ts';

/** Recorded 沿用 acts: an existing framework used for a further evaluation year (data/carry-overs.json). */
export const carryOversSchema = z.strictObject({
  ...provenance,
  acts: z.array(
    z.strictObject({
      framework: slug,
      year: z.int().min(2017).max(2200),
      basis: text,
      status: dataStatus,
      reason: text,
    }),
  ),
});
