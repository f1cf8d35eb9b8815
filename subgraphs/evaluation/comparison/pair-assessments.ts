import type { Assessment } from '../assessment/assessment.ts';
import type { AssessmentChange } from './comparison.ts';

/** Judgements that ceased to count beside those of the same body and reviewer that took their place. */
export function pairAssessments(
  changed: readonly { readonly isLater: boolean; readonly assessment: Assessment }[],
): AssessmentChange[] {
  const places = new Map<string, { before: Assessment | null; after: Assessment | null }[]>();
  for (const { isLater, assessment } of changed) {
    const key = [assessment.item, assessment.source, assessment.body, assessment.reviewer].join('\t');
    const pairs = places.get(key) ?? [];
    places.set(key, pairs);
    const open = pairs.find((pair) => (isLater ? pair.after : pair.before) === null);
    if (open === undefined) {
      pairs.push({ before: isLater ? null : assessment, after: isLater ? assessment : null });
    } else if (isLater) open.after = assessment;
    else open.before = assessment;
  }
  return [...places.values()].flat();
}
