import { ObservationState } from '../../graphql/observation-state.type.ts';
import type { Issue } from '../../primitives/issue.ts';
import type { RecordCell } from '../observation/record-cell.ts';
import type { ResolvedRow } from '../validation/row.ts';
import { rowErrors, toIssue } from '../validation/row.errors.ts';
import type { ChangeKind } from './comparison.ts';
import type { ApprovalPolicy, PublicationKind } from './publication.ts';
import { standingErrors } from './standing.errors.ts';

/** What a publication is, as far as it decides which cells it may touch. */
export interface Standing {
  readonly kind: PublicationKind;
  readonly policy: ApprovalPolicy;
}

/** Whether a row may touch its cell as the record stands: revision expected, nothing frozen, amended where it must be. */
export function checkStanding(
  row: ResolvedRow,
  cell: RecordCell | undefined,
  change: ChangeKind,
  standing: Standing,
): Issue | null {
  const revision = cell?.highestRevision ?? 0;
  const expected = row.input.expectedRevision;
  if (expected !== null && expected !== revision)
    return toIssue(rowErrors.revisionStale(revision, expected), row.number, 'revision.expected');
  const known = cell?.known ?? null;
  // What was left out of a year that is locked by now can only be put in by a request, too.
  if (standing.kind === 'AMENDMENT')
    return known === null && !cell?.isFrozen
      ? toIssue(standingErrors.nothingToAmend(), row.number, 'amendment.accepted')
      : null;
  if (change === 'UNCHANGED') return null;
  if (cell?.isFrozen || known?.state === ObservationState.LOCKED)
    return toIssue(standingErrors.locked(), row.number, 'value.unlocked');
  if (standing.policy === 'FOUR_EYES' && known !== null)
    return toIssue(standingErrors.amendmentNeeded(known.value), row.number, 'amendment.needed');
  return null;
}
