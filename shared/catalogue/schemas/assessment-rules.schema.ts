import { z } from 'zod';
import { dataStatus, text, weight } from './text.schema.ts';

export const assessmentSource = z.enum(['superior', 'third-party', 'spot-check-team', 'named-body', 'public']);

/** Which sources of assessments count and how they combine: section `assessments` of a scoring model. */
export const assessmentRulesSchema = z.strictObject({
  status: dataStatus,
  replaceBy: text.nullable(),
  reason: text,
  withinReview: z.enum(['mean', 'median']),
  withinSource: z.enum(['mean', 'median']),
  acrossSources: z.enum(['weighted-mean', 'precedence']),
  sources: z.array(z.strictObject({ code: assessmentSource, weight })).min(1),
});

export type AssessmentRulesRow = z.infer<typeof assessmentRulesSchema>;
