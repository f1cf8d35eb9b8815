import { z } from 'zod';
import { dataStatus, provenance, subjectKind, text } from './text.schema.ts';

/** Steps of a yearly round (年度评价), in the order in which they come. */
export const ROUND_STEPS = [
  'PLAN',
  'BASE_VALUES',
  'SELF_EVALUATION',
  'UPWARD_REPORT',
  'SPOT_CHECK',
  'VERIFICATION',
  'HEARING',
  'DECISION',
  'CIRCULATION',
  'USE_OF_RESULTS',
  'CRITICISM',
  'ARCHIVE',
] as const;

const term = z.enum(['hearing', 'appeal', 'appeal-answer', 'due-soon']);

const step = z.strictObject({
  step: z.enum(ROUND_STEPS),
  isOn: z.boolean(),
  basis: z.enum(['DOCUMENT', 'NATIONAL', 'DERIVED']),
  source: text,
  reason: text,
  due: z
    .strictObject({ monthDay: z.string().regex(/^\d{2}-(\d{2}|last)$/), isOn: z.boolean(), source: text })
    .nullable(),
});

/** How a yearly round goes for each kind of subject, and its terms (data/round-procedures.json). */
export const roundProceduresSchema = z.strictObject({
  ...provenance,
  terms: z
    .array(z.strictObject({ term, workingDays: z.int().min(1).max(60), status: dataStatus, reason: text }))
    .refine((terms) => term.options.every((name) => terms.filter((each) => each.term === name).length === 1), {
      error: '每种期限应恰有一条',
    }),
  report: z.strictObject({
    largestBytes: z.int().min(1),
    mediaTypes: z.array(text).min(1),
    status: dataStatus,
    reason: text,
  }),
  procedures: z.array(
    z.strictObject({
      subjectKind,
      areUnitsJudged: z.boolean(),
      narratives: z.enum(['required', 'optional']),
      narrativesReason: text,
      steps: z
        .array(step)
        .refine((steps) => isInOrder(steps.map((each) => ROUND_STEPS.indexOf(each.step))), {
          error: '步骤应按先后列出，不得重复',
        })
        // What another document names is borrowed by a recorded act only.
        .refine((steps) => steps.every(({ basis, isOn }) => basis !== 'NATIONAL' || !isOn), {
          error: '参照全国办法的步骤须经采用才生效',
        }),
    }),
  ),
});

function isInOrder(places: readonly number[]): boolean {
  return places.every((place, index) => index === 0 || place > (places[index - 1] ?? -1));
}
