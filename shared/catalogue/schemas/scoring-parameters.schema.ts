import { z } from 'zod';
import { code, dataStatus, direction, figure, slug, text } from './text.schema.ts';

export const scoringMethod = z.enum([
  'linear-to-target',
  'bands',
  'growth',
  'attainment-and-effort',
  'checklist',
  'rubric',
  'survey',
  'plan-completion',
  'rank',
  'informational',
]);

const band = z.strictObject({ atLeast: figure, score: figure });
const checklistItem = z.strictObject({ measure: slug, atLeast: z.union([z.literal('true'), figure]), share: figure });
/** A level of a rubric: from `from` (its score where absent) up to the next better level; `score` is the mark proposed. */
const level = z.strictObject({ level: text, name: text.optional(), from: figure.optional(), score: figure, zh: text });

/** What a method reads: measures, items, and which cells of them. */
const references = {
  measure: slug.optional(),
  orMeasure: slug.optional(),
  orMeasures: z.array(slug).optional(),
  numerator: slug.optional(),
  denominator: slug.optional(),
  sizeMeasure: slug.optional(),
  assessmentItem: slug.optional(),
  alsoShown: z.array(slug).optional(),
  excluded: z.array(slug).optional(),
  dimensionValue: code.optional(),
  alsoShownValues: z.array(code).optional(),
  groupShares: z.record(code, figure).optional(),
  items: z.array(checklistItem).min(1).optional(),
};

const thresholds = {
  floor: figure.optional(),
  target: figure.optional(),
  full: figure.optional(),
  cap: figure.optional(),
  zeroAt: figure.optional(),
  fullAt: figure.optional(),
  effortCap: figure.optional(),
  effortFullChange: figure.optional(),
  minimumValid: figure.optional(),
  minimumPerGroup: figure.optional(),
  minimumPeers: figure.optional(),
  reviewers: figure.optional(),
  thirdWhenLevelsDifferBy: figure.optional(),
  bands: z.array(band).min(1).optional(),
  levels: z.array(level).min(1).optional(),
  direction: direction.optional(),
};

/** Words for people that go with a method. */
const remarks = {
  aggregate: text.optional(),
  anyOf: text.optional(),
  aspects: z.array(text).optional(),
  base: text.optional(),
  baseZeroOrMissing: text.optional(),
  belowMinimum: text.optional(),
  conductedBy: text.optional(),
  equivalent: text.optional(),
  extra: text.optional(),
  note: text.optional(),
  perDimension: text.optional(),
  periodicity: text.optional(),
  ratedBy: text.optional(),
  ratedByOnly: text.optional(),
  scope: text.optional(),
  smallCells: text.optional(),
  source: text.optional(),
  zeroCases: text.optional(),
};

/** Figures of their own for the subjects of a peer group (注重差异性); what is left out is general. */
const standard = z.strictObject({ peerGroup: slug, name: text, status: dataStatus, reason: text, ...thresholds });

const single = {
  ...references,
  ...thresholds,
  ...remarks,
  within: slug.optional(),
  standards: z.array(standard).min(1).optional(),
};

/** Parameters of one method. */
export const methodParameters = z.strictObject(single);

/** Parameters of one method, or the parts (with their shares of 100) an indicator is mixed of. */
export const scoringParameters = z.strictObject({
  ...single,
  parts: z
    .array(z.strictObject({ share: figure, method: scoringMethod, parameters: methodParameters }))
    .min(1)
    .optional(),
});

export type ScoringParametersRow = z.infer<typeof scoringParameters>;
