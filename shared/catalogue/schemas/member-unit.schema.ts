import { z } from 'zod';
import { day, provenance, slug, text } from './text.schema.ts';

/** 成员单位 in their official order, and the subgraphs that carry them (data/member-units.json). */
export const memberUnitsSchema = z.strictObject({
  ...provenance,
  subgraphs: z.array(z.strictObject({ id: slug, unit: slug, nameZh: text, hosts: z.array(slug) })).min(1),
  units: z
    .array(
      z.strictObject({
        id: slug,
        nameZh: text,
        nameEn: text,
        subgraph: slug,
        kind: z.enum(['first-class', 'hosted']),
        functions: text,
        validFrom: day.nullable(),
        validTo: day.nullable(),
        note: text.optional(),
        successors: z
          .array(
            z.strictObject({ nameZh: text, nameEn: text, part: text, since: text, status: z.literal('unverified') }),
          )
          .optional(),
      }),
    )
    .min(1),
});
