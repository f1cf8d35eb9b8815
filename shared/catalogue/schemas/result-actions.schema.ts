import { z } from 'zod';
import { ROUND_STEPS } from './round-procedures.schema.ts';
import { dataStatus, provenance, slug, subjectKind, text } from './text.schema.ts';

/** What is done with a grade: 名额倾斜、表彰、典型、分类指导、批评、约谈、限期整改. */
const RESULT_ACTIONS = [
  'AWARD_QUOTA',
  'COMMENDATION',
  'TYPICAL_EXAMPLE',
  'CLASSIFIED_GUIDANCE',
  'CRITICISM',
  'INTERVIEW',
  'RECTIFICATION',
] as const;

/** In a participant's favour, neither, or against it. */
const RESULT_ACTION_KINDS = ['POSITIVE', 'GUIDANCE', 'SANCTION'] as const;

const application = z.strictObject({
  subjectKind,
  /** The step of the round that has to be on. */
  step: z.enum(ROUND_STEPS),
  basis: z.enum(['DOCUMENT', 'NATIONAL']),
  source: text,
});

const rule = z
  .strictObject({
    id: slug,
    action: z.enum(RESULT_ACTIONS),
    name: text,
    text,
    kind: z.enum(RESULT_ACTION_KINDS),
    grades: z.array(z.enum(['EXCELLENT', 'GOOD', 'FAIR', 'POOR'])).min(1),
    /** True: in successive years; false: in the judged year. */
    isSuccessive: z.boolean(),
    /** Days proposed for a rectification, counted from the day of confirmation. */
    rectificationWorkingDays: z.int().min(1).max(250).optional(),
    status: dataStatus,
    reason: text,
    appliesTo: z.array(application).min(1),
  })
  .refine(({ action, rectificationWorkingDays: days }) => (action === 'RECTIFICATION') === (days !== undefined), {
    error: '限期整改应有建议的工作日数，其他措施没有',
  })
  .refine(({ kind, grades }) => kind !== 'SANCTION' || grades.every((grade) => grade === 'FAIR' || grade === 'POOR'), {
    error: '督促措施只适用于一般和差',
  });

/** Rules over the grade history (data/result-actions.json). */
export const resultActionsSchema = z.strictObject({
  ...provenance,
  successive: z.strictObject({ years: z.int().min(2).max(10), status: dataStatus, reason: text }),
  rules: z
    .array(rule)
    .min(1)
    .refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, { error: '规则代码不得重复' }),
});
