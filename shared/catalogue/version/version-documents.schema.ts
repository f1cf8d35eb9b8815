import { z } from 'zod';
import { drawnFrameworkSchema } from '../schemas/drawn-framework.schema.ts';
import { frameworkHead, frameworkSchema, indicatorHead } from '../schemas/framework.schema.ts';
import { kpisSchema } from '../schemas/kpi.schema.ts';
import { assessmentItemSchema, measureSchema } from '../schemas/measure.schema.ts';
import { responsibilitySchema } from '../schemas/responsibility.schema.ts';
import { scoringModelSchema } from '../schemas/scoring-model.schema.ts';
import { ordinal, slug } from '../schemas/text.schema.ts';

/** A framework version that needs no other to be read: what a drawn one takes from its base stands in it in full. */
export const versionFrameworkSchema = z.strictObject({
  ...frameworkHead,
  /** The framework whose keys and measures it keeps; null where it stands by itself. */
  basedOn: slug.nullable(),
  measuresStatus: frameworkSchema.shape.measuresStatus,
  weightNote: frameworkSchema.shape.weightNote,
  indicators: z
    .array(
      z.strictObject({
        ...indicatorHead,
        nationalCode: ordinal,
        mergedNationalCodes: z.array(ordinal).optional(),
        adapted: z.boolean().optional(),
        measures: z.array(measureSchema),
        assessmentItems: z.array(assessmentItemSchema),
      }),
    )
    .min(1),
  dropped: drawnFrameworkSchema.shape.dropped,
  droppedMeasures: drawnFrameworkSchema.shape.droppedMeasures,
  droppedAssessmentItems: drawnFrameworkSchema.shape.droppedAssessmentItems,
});

export type VersionFramework = z.infer<typeof versionFrameworkSchema>;

/** Everything a framework version consists of: what is imported, stored, compared and hashed together. */
export const versionDocumentsSchema = z.strictObject({
  framework: versionFrameworkSchema,
  responsibility: responsibilitySchema,
  model: scoringModelSchema,
  kpis: kpisSchema,
});

export type VersionDocuments = z.infer<typeof versionDocumentsSchema>;
