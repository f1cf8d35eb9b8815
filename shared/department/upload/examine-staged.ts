import type { EntityManager } from 'typeorm';
import type { Issue } from '../../primitives/issue.ts';
import type { RecordCell } from '../observation/record-cell.ts';
import type { Examination } from '../publication/examine.ts';
import { examineSubmission, rowContextOf } from '../publication/examine-submission.ts';
import type { ApprovalPolicy } from '../publication/publication.ts';
import type { PublishDependencies } from '../publication/publish-outcome.ts';
import type { Submission } from '../publication/submission.ts';
import { resolveRow } from '../validation/row.ts';
import { checkRepeats } from '../validation/row.rules.ts';
import { stagedBatches } from './staged-row.repository.ts';

/** A submission whose rows are staged. */
export interface StagedSubmission extends Omit<Submission, 'rows'> {
  /** Under what its rows are staged. */
  readonly id: string;
  /** How many they are. */
  readonly rowCount: number;
  readonly batch: number;
}

/** A batch of rows held against each other and the record. */
export interface ExaminedBatch {
  readonly examination: Examination;
  readonly record: ReadonlyMap<string, RecordCell>;
}

/**
 * Examines staged rows batch by batch, whole subjects together. The table does not survive a crash of the database: where
 * rows are missing at the end, the file was never whole and nothing of it may be kept.
 */
export async function* examineStaged(
  dependencies: PublishDependencies,
  manager: EntityManager,
  submission: StagedSubmission,
  policy: ApprovalPolicy,
): AsyncGenerator<ExaminedBatch> {
  const context = rowContextOf(dependencies, submission);
  const byLine = new Map<number, Issue[]>();
  for (const issue of submission.issues) {
    if (issue.row === null) continue;
    const list = byLine.get(issue.row) ?? [];
    list.push(issue);
    byLine.set(issue.row, list);
  }
  let count = 0;
  for await (const staged of stagedBatches(manager, submission.id, submission.batch)) {
    count += staged.length;
    const rows = staged.map(({ line, input }) => resolveRow(input, line, context));
    const found = byLine.size === 0 ? [] : rows.flatMap((row) => byLine.get(row.number) ?? []);
    const issues = [...found, ...checkRepeats(rows)];
    yield await examineSubmission(dependencies, manager, { ...submission, rows, issues }, policy);
  }
  if (count !== submission.rowCount) throw new Error(`${count} staged rows are left of ${submission.rowCount}`);
}
