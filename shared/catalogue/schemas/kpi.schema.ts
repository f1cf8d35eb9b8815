import { z } from 'zod';
import {
  code,
  coded,
  dataStatus,
  direction,
  figure,
  frequency,
  ordinal,
  provenance,
  slug,
  text,
} from './text.schema.ts';

const formula = z.strictObject({
  op: z.enum(['value', 'share', 'completion', 'growth', 'per']),
  measure: slug.optional(),
  numerator: slug.optional(),
  denominator: slug.optional(),
  base: slug.optional(),
  dimension: slug.optional(),
  value: code.optional(),
  factor: figure.optional(),
});

/** 关键绩效指标 (data/kpis.json). */
export const kpisSchema = z.strictObject({
  id: slug,
  ...provenance,
  title: text,
  scored: z.literal(false),
  rules: z.array(text),
  groups: z.array(coded),
  groupNote: text.optional(),
  kpis: z.array(
    z.strictObject({
      code: slug,
      nameZh: text,
      nameEn: text,
      group: slug,
      sourceIndicators: z.array(ordinal).min(1),
      districtIndicators: z.array(ordinal),
      formula,
      unitOfMeasure: code,
      frequency,
      direction,
      responsibleUnit: slug,
      target: figure.nullable(),
      baseline: figure.nullable(),
      status: dataStatus,
      reason: text,
    }),
  ),
});

export type KpiRow = z.infer<typeof kpisSchema>['kpis'][number];
