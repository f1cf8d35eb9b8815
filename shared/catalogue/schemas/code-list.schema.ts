import { z } from 'zod';
import { coded, provenance } from './text.schema.ts';

/** Code lists that all frameworks share (data/code-lists.json). */
export const codeListsSchema = z.strictObject({
  ...provenance,
  unitsOfMeasure: z.array(coded).min(1),
  scopes: z.array(coded),
});
