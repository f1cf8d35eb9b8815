import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { RectificationEvidence } from './rectification.ts';
import { textOf, useOfResultsErrors } from '../use-of-results.errors.ts';

const MOST_EVIDENCE = 20;
const LONGEST_NAME = 200;
const LONGEST_NOTE = 2_000;
const SHA256 = /^[0-9a-f]{64}$/;

/** A report says what was put right and rests on evidence that can be told from any other file. */
export function checkReport({
  report,
  evidence,
}: {
  readonly report: string;
  readonly evidence: readonly RectificationEvidence[];
}): Issue[] {
  const issues: Issue[] = textOf(report) === null ? [useOfResultsErrors.textMissing('report')] : [];
  if (evidence.length === 0 || evidence.length > MOST_EVIDENCE) issues.push(useOfResultsErrors.evidenceMissing());
  for (const [index, { name, sha256, text }] of evidence.entries()) {
    if (name.trim() === '' || name.length > LONGEST_NAME)
      issues.push(useOfResultsErrors.evidenceInvalid(index, 'name'));
    if (!SHA256.test(sha256)) issues.push(useOfResultsErrors.evidenceInvalid(index, 'sha256'));
    if ((text?.length ?? 0) > LONGEST_NOTE) issues.push(useOfResultsErrors.evidenceInvalid(index, 'text'));
  }
  return issues;
}
