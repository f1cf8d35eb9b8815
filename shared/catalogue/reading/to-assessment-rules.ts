import type { AssessmentRules } from '../scoring-model/scoring-model.ts';
import type { AssessmentRulesRow } from '../schemas/assessment-rules.schema.ts';

/** How assessments combine where a model says nothing: every mark of every source alike. */
export const EVERY_SOURCE_ALIKE: AssessmentRules = {
  status: 'derived',
  reason: '计分模型未写明评价意见的来源和合成方法，各来源同等计入',
  withinReview: 'median',
  withinSource: 'mean',
  acrossSources: 'weighted-mean',
  sources: (['superior', 'spot-check-team', 'third-party', 'named-body', 'public'] as const).map((code) => ({
    code,
    weight: '1',
  })),
};

export function toAssessmentRules(row: AssessmentRulesRow | undefined): AssessmentRules {
  if (row === undefined) return EVERY_SOURCE_ALIKE;
  const { replaceBy: _replaceBy, ...rules } = row;
  return rules;
}
