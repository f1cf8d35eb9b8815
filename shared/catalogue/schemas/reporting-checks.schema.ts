import { z } from 'zod';
import { code, dataStatus, figure, frequency, provenance, slug, text } from './text.schema.ts';

const reasoned = { status: dataStatus, reason: text };
const ofMeasure = { measure: slug, ...reasoned };
const floors = z.strictObject({ count: figure, amount: figure, ratio: figure, score: figure });
const relativeAndFloor = z.strictObject({ ...ofMeasure, relative: figure.optional(), floor: figure.optional() });

/** Thresholds of the checks of reported figures (data/reporting-checks.json). */
export const reportingChecksSchema = z.strictObject({
  ...provenance,
  jump: z.strictObject({ ...reasoned, relative: figure, floors, measures: z.array(relativeAndFloor) }),
  fall: z.strictObject({
    ...reasoned,
    cumulative: figure,
    stock: figure,
    measures: z.array(z.strictObject({ ...ofMeasure, allowed: figure })),
  }),
  outlier: z.strictObject({
    ...reasoned,
    deviations: figure,
    leastValues: z.int().min(3).max(12),
    periods: z.int().min(3).max(12),
    frequencies: z.array(frequency),
    exempt: z.array(z.strictObject(ofMeasure)),
  }),
  completion: z.strictObject({
    ...reasoned,
    upper: figure,
    measures: z.array(z.strictObject({ ...ofMeasure, upper: figure })),
  }),
  finalStage: z.strictObject({ ...reasoned, relative: figure, floors, measures: z.array(relativeAndFloor) }),
  lagged: z.strictObject({ ...reasoned, measures: z.array(z.strictObject(ofMeasure)) }),
  decimals: z.strictObject({
    ...reasoned,
    units: z.array(z.strictObject({ unit: code, places: z.int().min(0).max(12) })),
  }),
});

export type ReportingChecksFile = z.infer<typeof reportingChecksSchema>;
