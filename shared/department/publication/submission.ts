import type { Issue } from '../../primitives/issue.ts';
import type { RowsToExamine } from './examine.ts';
import type { PublishOrder } from './publish.ts';

/** A submission whose rows went through the checks within a row, on its way into the record. */
export interface Submission extends RowsToExamine {
  readonly order: PublishOrder;
  readonly memberUnit: string;
  readonly payloadHash: string;
  /** What could not be read of a file; empty for rows in hand. */
  readonly faults: readonly Issue[];
  /** Today in Asia/Shanghai. */
  readonly today: string;
}

/** What stands in the way of storing an examined submission: with ATOMIC a single refused row, with PARTIAL that none is left. */
export function isRefused(
  mode: PublishOrder['mode'],
  counts: { readonly refused: number; readonly kept: number },
): boolean {
  return counts.kept === 0 || (mode === 'ATOMIC' && counts.refused > 0);
}

/** True where a row was refused by a rule that the lead may have set aside. */
export function mayBeWaived(issues: readonly Issue[], isWaivable: (rule: string) => boolean): boolean {
  return issues.some((issue) => issue.severity === 'ERROR' && isWaivable(issue.rule));
}
