import { z } from 'zod';
import { assessmentItemSchema, measureSchema } from './measure.schema.ts';
import { coded, day, ordinal, provenance, slug, subjectKind, text } from './text.schema.ts';

const pillar = z.strictObject({
  code: ordinal,
  label: text,
  name: text,
  nameEn: text,
  kind: z.enum(['overall', 'performance', 'satisfaction']),
});

const group = z.strictObject({ code: ordinal, label: text, name: text, nameEn: text, pillar: ordinal });

const dimension = z.strictObject({
  id: slug,
  nameZh: text,
  nameEn: text,
  partition: z.boolean(),
  values: z.array(coded).min(1),
  source: text,
});

/** What a framework of its own and one drawn from another have in common. */
export const frameworkHead = {
  id: slug,
  ...provenance,
  documentNo: text,
  title: text,
  subjectKind,
  validFrom: day,
  validFromNote: text.optional(),
  validTo: day.nullable(),
  statedCounts: z.strictObject({ pillars: z.int(), groups: z.int(), indicators: z.int() }),
  statusNote: text.optional(),
  pillars: z.array(pillar).min(1),
  groups: z.array(group).min(1),
  dimensions: z.array(dimension),
};

/** What every indicator says of itself. */
export const indicatorHead = {
  code: ordinal,
  key: slug,
  pillar: ordinal,
  group: ordinal,
  name: text,
  nameEn: text,
  definition: text,
  nature: z.enum(['quantitative', 'qualitative', 'mixed', 'survey']),
  uses: z.array(slug).optional(),
  source: text,
  sourceNote: text.optional(),
};

/** A framework that defines its own measures (data/frameworks without `basedOn`). */
export const frameworkSchema = z.strictObject({
  ...frameworkHead,
  measuresStatus: z.literal('derived').optional(),
  weightNote: text.optional(),
  indicators: z
    .array(
      z.strictObject({
        ...indicatorHead,
        measures: z.array(measureSchema),
        assessmentItems: z.array(assessmentItemSchema),
      }),
    )
    .min(1),
});

export type FrameworkFile = z.infer<typeof frameworkSchema>;
