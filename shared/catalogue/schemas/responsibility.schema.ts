import { z } from 'zod';
import { code, confidence, ordinal, provenance, slug, text } from './text.schema.ts';

const ownership = z.strictObject({
  code: slug,
  owner: slug,
  byDimension: z.strictObject({ dimension: slug, owners: z.record(code, slug) }).optional(),
});

/** 责任分工 of one framework (data/responsibilities). */
export const responsibilitySchema = z.strictObject({
  framework: slug,
  ...provenance,
  note: text.optional(),
  ownerRules: z.array(
    z.strictObject({ rule: slug, dimension: slug.nullable(), zh: text, en: text, exceptions: text.optional() }),
  ),
  indicators: z.array(
    z.strictObject({
      code: ordinal,
      key: slug,
      name: text,
      lead: slug,
      support: z.array(slug),
      confidence,
      contested: z.boolean(),
      contestedNote: text.optional(),
      reason: text,
      sources: z.array(text).min(1),
      measures: z.array(ownership),
    }),
  ),
});

export type ResponsibilityFile = z.infer<typeof responsibilitySchema>;
