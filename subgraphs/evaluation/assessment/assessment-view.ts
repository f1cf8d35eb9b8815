import type { AssessmentItem } from '../framework/assessment-item.type.ts';
import { enumOf } from '../framework/enum-of.ts';
import { AssessmentSource } from '../framework/framework-enums.ts';
import type { Subject } from '../subject/subject.type.ts';
import type { Assessment } from './assessment.ts';
import type { Assessment as AssessmentType } from './assessment.type.ts';

/** An assessment as the graph shows it. */
export function toAssessmentView(
  assessment: Assessment,
  surroundings: { readonly subject: Subject; readonly itemOf: (code: string) => AssessmentItem | null },
): AssessmentType {
  return {
    ...assessment,
    item: surroundings.itemOf(assessment.item),
    subject: surroundings.subject,
    source: enumOf(AssessmentSource, assessment.source),
  };
}
