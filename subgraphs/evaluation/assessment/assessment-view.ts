import type { AssessmentItem } from '../framework/assessment-item.type.ts';
import { enumOf } from '../framework/enum-of.ts';
import { AssessmentSource } from '../framework/framework-enums.ts';
import type { Subject } from '../subject/subject.type.ts';
import type { Assessment } from './assessment.ts';
import { AssessmentBasis, AssessmentOccasion } from './assessment-enums.ts';
import type { Assessment as AssessmentType } from './assessment.type.ts';

/** An assessment as the graph shows it. Those kept beside older results say nothing of level, basis and occasion. */
export function toAssessmentView(
  assessment: Assessment,
  surroundings: { readonly subject: Subject; readonly itemOf: (code: string) => AssessmentItem | null },
): AssessmentType {
  const { id, year, body, mark, reason, recordedAt, isDemo, source, basis, occasion, review, level } = assessment;
  const item = surroundings.itemOf(assessment.item);
  return {
    ...{ id, year, body, mark, reason, recordedAt, isDemo, item },
    subject: surroundings.subject,
    source: enumOf(AssessmentSource, source),
    level: item?.levels.find(({ code }) => code === level) ?? null,
    basis: basis ? AssessmentBasis[basis] : null,
    occasion: occasion ? AssessmentOccasion[occasion] : null,
    isReviewed: Boolean(review),
  };
}
