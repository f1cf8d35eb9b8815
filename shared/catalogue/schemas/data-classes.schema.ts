import { z } from 'zod';
import { dataStatus, provenance, slug, text } from './text.schema.ts';

/** Measures held closer than others (data/data-classes.json). */
export const dataClassesSchema = z.strictObject({
  ...provenance,
  sensitive: z.array(z.strictObject({ measure: slug, status: dataStatus, reason: text })),
});
