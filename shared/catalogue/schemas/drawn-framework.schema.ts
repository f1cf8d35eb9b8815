import { z } from 'zod';
import { frameworkHead, indicatorHead } from './framework.schema.ts';
import { assessmentItemSchema, measureSchema } from './measure.schema.ts';
import { ordinal, slug, text } from './text.schema.ts';

const renamed = z.strictObject({ code: slug, nameZh: text, nameEn: text });
const left = z.strictObject({ code: slug, reason: text });

/** A framework drawn from another (`basedOn`): it names that one's measures and says what differs. */
export const drawnFrameworkSchema = z.strictObject({
  ...frameworkHead,
  basedOn: slug,
  indicators: z
    .array(
      z.strictObject({
        ...indicatorHead,
        nationalCode: ordinal,
        mergedNationalCodes: z.array(ordinal).optional(),
        /** False where name and definition are the words of the base. */
        adapted: z.boolean(),
        measures: z.array(slug),
        assessmentItems: z.array(slug),
      }),
    )
    .min(1),
  ownMeasures: z.array(measureSchema.extend({ nationalCode: ordinal })),
  measureNames: z.array(renamed),
  measureDimensions: z.array(z.strictObject({ code: slug, dimensions: z.array(slug) })),
  assessmentItemNames: z.array(renamed),
  assessmentItemJudges: z.array(
    assessmentItemSchema.pick({ code: true, judgedBy: true, namedBody: true, notBy: true }),
  ),
  dropped: z.array(
    z.strictObject({
      nationalCode: ordinal,
      key: slug,
      name: text,
      kind: z.enum(['merged', 'province-level']),
      mergedInto: ordinal.nullable(),
      reason: text,
    }),
  ),
  droppedMeasures: z.array(left),
  droppedAssessmentItems: z.array(left),
});

export type DrawnFrameworkFile = z.infer<typeof drawnFrameworkSchema>;
