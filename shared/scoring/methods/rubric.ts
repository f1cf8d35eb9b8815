import { z } from 'zod';
import { combinationWords, combineAssessments } from '../outcome/combine-assessments.ts';
import type { CompileContext } from '../compile/compile-context.ts';
import { completeOutcome, HUNDRED, notApplicable, openOutcome, type ScoreNode, ZERO } from '../outcome/outcome.ts';
import { documentation, figure } from '../compile/parameter-fields.ts';
import type { Gap } from '../outcome/gap.ts';
import { formatNumber } from '../outcome/wording.ts';

const JUDGES = '由评价要点规定的评价主体评分，不得由指标牵头单位自评';
const UNTIL_RATED = '只由上级评价；评价之前本部分不适用，其份额由清单部分承担';

/**
 * The marks of one assessment item, brought to one as the model's `assessments` say (`combineAssessments`). `levels`,
 * `aspects`, `reviewers`, `thirdWhenLevelsDifferBy` and `ratedBy` govern how marks come about; the assessments check
 * them before a mark counts, so nothing of them is read here.
 */
export const rubricParameters = z
  .strictObject({
    assessmentItem: z.string(),
    aspects: z.array(z.string()).optional(),
    levels: z
      .array(
        z.strictObject({
          level: z.string(),
          name: z.string().optional(),
          from: figure.optional(),
          score: figure,
          zh: z.string(),
        }),
      )
      .optional(),
    reviewers: figure.optional(),
    thirdWhenLevelsDifferBy: figure.optional(),
    ratedBy: z.literal(JUDGES).optional(),
    ratedByOnly: z.literal('superior').optional(),
    extra: z.literal(UNTIL_RATED).optional(),
    ...documentation,
  })
  .refine(({ ratedByOnly, extra }) => extra === undefined || ratedByOnly !== undefined, {
    error: 'extra speaks of a rating by the superior only',
  });

export type RubricParameters = z.output<typeof rubricParameters>;

export function compileRubric(parameters: RubricParameters, context: CompileContext): ScoreNode {
  const item = context.framework.assessmentItems.get(parameters.assessmentItem);
  if (item === undefined) throw new RangeError(`assessment item ${parameters.assessmentItem} is not in the framework`);
  const { ratedByOnly } = parameters;
  const gap: Gap = {
    measure: null,
    assessmentItem: item.code,
    period: String(context.year),
    dimensions: '',
    memberUnit: null,
    reason: 'NOT_RATED',
  };
  const node: ScoreNode = {
    rule: 'rubric',
    label: item.nameZh,
    formula: combinationWords(context.assessments),
    children: [],
    totalWeight: ZERO,
    score(reader) {
      const all = reader.marksOf(item.code);
      const marks = ratedByOnly === undefined ? all : all.filter(({ source }) => source === ratedByOnly);
      const combined = combineAssessments(marks, context.assessments);
      if (combined !== null) return completeOutcome(node, combined.value, { marks: combined.marks });
      return ratedByOnly === undefined ? openOutcome(node, ZERO, HUNDRED, { gaps: [gap] }) : notApplicable(node);
    },
    describe: ({ value }) => (value === null || value.eq(HUNDRED) ? null : `${item.nameZh}${formatNumber(value)}分`),
  };
  return node;
}
