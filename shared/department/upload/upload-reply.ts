import type { UploadReply } from '../../graphql/upload-call.ts';
import type { Issue } from '../../primitives/issue.ts';
import type { ValueChange } from '../publication/comparison.ts';
import type { PublishOutcome } from '../publication/publish-outcome.ts';

/** Changes and findings that a reply lists; the counts tell of the rest. */
const LISTED = { changes: 100, issues: 1_000 } as const;

/** The answer to an upload: 200 where it was stored or, only checked, could be; else 422. */
export function toReply(outcome: PublishOutcome, refusedStatus: 400 | 422 = 422): UploadReply {
  const { publication, receipt, comparison, isAcceptable, issues } = outcome;
  return {
    status: isAcceptable ? 200 : refusedStatus,
    body: {
      publication,
      receipt,
      comparison: { ...comparison, changes: comparison.changes.slice(0, LISTED.changes).map(toChange) },
      isAcceptable,
      errors: issues.slice(0, LISTED.issues).map(toFileIssue),
      errorCount: issues.length,
    },
  };
}

function toChange({ row, ...change }: ValueChange): object {
  return { line: row, ...change };
}

/** A finding with its place in the file: line and column instead of a place in a list. */
function toFileIssue(issue: Issue): Issue {
  const [list, , ...column] = issue.path;
  return list === 'observations' && issue.row !== null
    ? { ...issue, path: ['file', String(issue.row), ...column] }
    : issue;
}
