import type { Issue } from '../../primitives/issue.ts';
import { publicationErrors } from './publication.errors.ts';
import { isIdempotencyKey, isJustification, MUTATION_ROW_LIMIT, type PublishOrder } from './publish.ts';

/** Findings about a submission as a whole, whatever its rows say. */
export function checkOrder(order: PublishOrder, today: string): Issue[] {
  const { idempotencyKey, reportedOn, isDemo, kind, justification } = order;
  const issues: Issue[] = [];
  if (!isIdempotencyKey(idempotencyKey)) issues.push(publicationErrors.badKey());
  if (reportedOn !== null && reportedOn > today) issues.push(publicationErrors.reportedInFuture(reportedOn));
  if (reportedOn !== null && reportedOn < today && !isDemo) issues.push(publicationErrors.reportedEarlier(reportedOn));
  if (kind !== 'REPORT' && !isJustification(justification)) issues.push(publicationErrors.justificationMissing());
  return issues;
}

/** The same for rows in hand, whose number is limited. */
export function checkCommand(order: PublishOrder, rowCount: number, today: string): Issue[] {
  const issues = checkOrder(order, today);
  if (rowCount === 0) issues.push(publicationErrors.noRows());
  if (rowCount > MUTATION_ROW_LIMIT) issues.push(publicationErrors.tooManyRows(rowCount));
  return issues;
}
