import type { EntityManager } from 'typeorm';
import type { Issue } from '../../primitives/issue.ts';
import type { Cell } from '../observation/observation.ts';
import type { RecordCell } from '../observation/record-cell.ts';
import type { Examination } from '../publication/examine.ts';
import { examineBeside, readRecordOf, rowContextOf } from '../publication/examine-submission.ts';
import type { ApprovalPolicy } from '../publication/publication.ts';
import type { PublishDependencies } from '../publication/publish-outcome.ts';
import type { Submission } from '../publication/submission.ts';
import { resolveRow } from '../validation/row.ts';
import { checkRepeats } from '../validation/row.rules.ts';
import type { Waiver } from '../validation/settle.ts';
import { findWaivers } from '../waiver/waiver.repository.ts';
import { stagedBatches } from './staged-row.repository.ts';

/** A submission whose rows are staged. */
export interface StagedSubmission extends Omit<Submission, 'rows'> {
  /** Under what its rows are staged. */
  readonly id: string;
  /** How many they are. */
  readonly rowCount: number;
  readonly batch: number;
}

/** A batch of rows with what the record says about them. */
export interface ReadBatch {
  readonly submission: Submission;
  readonly record: ReadonlyMap<string, RecordCell>;
  /** False from where the rows of a subject had to be parted. */
  readonly isWhole: boolean;
}

/**
 * Reads staged rows batch by batch, whole subjects together, and what the record says about them. The table does not
 * survive a crash of the database: where rows are missing at the end, the file was never whole and nothing of it may be
 * kept.
 */
export async function* readStaged(
  dependencies: PublishDependencies,
  manager: EntityManager,
  submission: StagedSubmission,
  way: { readonly derives: boolean },
): AsyncGenerator<ReadBatch> {
  const context = rowContextOf(dependencies, submission);
  const byLine = new Map<number, Issue[]>();
  for (const issue of submission.issues) {
    if (issue.row === null) continue;
    const list = byLine.get(issue.row) ?? [];
    list.push(issue);
    byLine.set(issue.row, list);
  }
  let count = 0;
  for await (const { rows: staged, isWhole } of stagedBatches(manager, submission.id, submission.batch)) {
    count += staged.length;
    const rows = staged.map(({ line, input }) => resolveRow(input, line, context));
    const found = byLine.size === 0 ? [] : rows.flatMap((row) => byLine.get(row.number) ?? []);
    const batch = { ...submission, rows, issues: [...found, ...checkRepeats(rows)] };
    const derives = way.derives && isWhole;
    yield { submission: batch, record: await readRecordOf(dependencies, manager, batch, { derives }), isWhole };
  }
  if (count !== submission.rowCount) throw new Error(`${count} staged rows are left of ${submission.rowCount}`);
}

/** Examines staged rows batch by batch without storing them. */
export async function* examineStaged(
  dependencies: PublishDependencies,
  manager: EntityManager,
  submission: StagedSubmission,
  policy: ApprovalPolicy,
): AsyncGenerator<Examination> {
  const waivers = (cells: readonly Cell[]): Promise<Waiver[]> => findWaivers(manager, cells);
  for await (const batch of readStaged(dependencies, manager, submission, { derives: false }))
    yield examineBeside(dependencies, batch.submission, { policy, record: batch.record, waivers });
}
