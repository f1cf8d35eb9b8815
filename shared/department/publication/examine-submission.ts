import type { EntityManager } from 'typeorm';
import { readRecordCells } from '../observation/record-cell.repository.ts';
import type { RecordCell } from '../observation/record-cell.ts';
import type { CellRule } from '../validation/cell-rule.ts';
import { commonCellRules } from '../validation/cell.rules.ts';
import type { RowContext } from '../validation/row.ts';
import { isWaivableRule } from '../validation/rule-table.ts';
import { findWaivers } from '../waiver/waiver.repository.ts';
import { cellsBeside, type Examination, examine } from './examine.ts';
import { cellOf } from './publication-rows.ts';
import type { ApprovalPolicy } from './publication.ts';
import type { PublishDependencies } from './publish-outcome.ts';
import { mayBeWaived, type Submission } from './submission.ts';

/** The checks of a department against other cells: the common ones and its own. */
export function cellRulesOf({ department }: Pick<PublishDependencies, 'department'>): readonly CellRule[] {
  return [...commonCellRules, ...(department.cellRules ?? [])];
}

/** Whose rows they are and when they were handed in. */
interface RowAbout extends Pick<Submission, 'memberUnit' | 'today'> {
  readonly order: Pick<Submission['order'], 'isDemo'>;
}

/** What the checks of a submission look things up in. */
export function rowContextOf(
  { knowledge }: Pick<PublishDependencies, 'knowledge'>,
  { memberUnit, today, order }: RowAbout,
): RowContext {
  return { ...knowledge, memberUnit, today, isDemo: order.isDemo };
}

/**
 * Reads what the record says about the rows, by one statement, and examines them. Waivers are only looked for where one
 * could help.
 */
export async function examineSubmission(
  dependencies: PublishDependencies,
  manager: EntityManager,
  submission: Submission,
  policy: ApprovalPolicy,
): Promise<{ readonly examination: Examination; readonly record: ReadonlyMap<string, RecordCell> }> {
  const context = rowContextOf(dependencies, submission);
  const rules = cellRulesOf(dependencies);
  const cells = submission.rows.map(cellOf);
  const record = await readRecordCells(manager, cells, cellsBeside(submission.rows, rules, context));
  const { kind, mode } = submission.order;
  const yardstick = { rules, standing: { kind, policy }, context, mode };
  const first = examine(submission, record, { ...yardstick, waivers: [] });
  if (!mayBeWaived(first.issues, isWaivableRule)) return { examination: first, record };
  const waivers = await findWaivers(manager, cells);
  const examination = waivers.length === 0 ? first : examine(submission, record, { ...yardstick, waivers });
  return { examination, record };
}
