import { z } from 'zod';
import { assessmentSource } from './assessment-rules.schema.ts';
import { code, direction, frequency, slug, subjectKind, text } from './text.schema.ts';

const derivation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.enum(['share', 'completion']), numerator: slug, denominator: slug }),
  z.strictObject({ op: z.enum(['growth', 'change']), base: slug }),
  z.strictObject({ op: z.literal('sum'), parts: z.array(slug).min(1) }),
]);

const countedFrom = z.strictObject({
  code: slug,
  zh: text,
  en: text,
  kind: z.enum(['platform-register', 'administrative-system']),
});

const periodicity = z.strictObject({
  calendar: text,
  event: z.enum(['selection', 'contest', 'award', 'election']),
  note: text,
});

const releaseLag = z.strictObject({
  source: text,
  note: text.optional(),
  inputs: z.array(slug).optional(),
  stage: z.array(z.enum(['preliminary', 'final'])).min(1),
});

/** What is known about a measure beyond its definition; kept in the data, read by nobody yet. */
const remarks = {
  scope: slug.optional(),
  sampled: z.literal(true).optional(),
  sample: z.strictObject({ method: text, size: text, reports: z.array(text) }).optional(),
  sampledInputs: z.array(slug).optional(),
  scoredValue: z.strictObject({ dimension: slug, value: code }).optional(),
  scale: text.optional(),
  privacy: text.optional(),
  equivalents: z.array(z.strictObject({ zh: text, en: text })).optional(),
  attributes: z.array(z.looseObject({ code: slug, nameZh: text, nameEn: text })).optional(),
  conductedBy: text.optional(),
  reportedDirectly: z.literal(true).optional(),
};

/** 数据项 as written in a framework file. */
export const measureSchema = z.strictObject({
  code: slug,
  nameZh: text,
  nameEn: text,
  type: z.enum(['count', 'ratio', 'amount', 'boolean', 'text', 'score']),
  unitOfMeasure: code,
  role: z.enum(['core', 'implied', 'auxiliary', 'evidence']),
  temporal: z.enum(['stock', 'flow', 'cumulative', 'state', 'derived', 'school-year']),
  frequency,
  countedFrom: countedFrom.optional(),
  direction,
  derived: z.boolean(),
  derivation: derivation.optional(),
  dimensions: z.array(slug),
  appliesTo: z.array(subjectKind).min(1),
  periodicity: periodicity.optional(),
  unavailable: z.strictObject({ dimension: slug, values: z.array(code).min(1), note: text }).optional(),
  burdenRelief: z.literal(true).optional(),
  releaseLag: releaseLag.optional(),
  note: text.optional(),
  ...remarks,
});

export type MeasureRow = z.infer<typeof measureSchema>;

/** 评价要点 as written in a framework file. */
export const assessmentItemSchema = z.strictObject({
  code: slug,
  nameZh: text,
  nameEn: text,
  aspects: z.array(z.strictObject({ zh: text, en: text })).min(1),
  scale: z.literal('0-100'),
  judgedBy: z.array(assessmentSource).min(1),
  namedBody: slug.optional(),
  notBy: slug,
  burdenRelief: z.literal(true).optional(),
});

export type AssessmentItemRow = z.infer<typeof assessmentItemSchema>;
