import type { EntityManager } from 'typeorm';
import { arrayText } from '../../persistence/array-text.ts';
import { parseDimensions } from '../../primitives/dimensions.ts';
import { toStage } from '../observation/observation.repository.ts';
import type { ResolvedRow, RowInput } from '../validation/row.ts';

/** A staged row and the line it stood on. */
export interface StagedRow {
  readonly line: number;
  readonly input: RowInput;
}

const ADD = `
insert into staged_row (submission, line, period_year, subject, measure, period, dimensions, value, explanation, expected_revision, stage)
select $1, r.* from unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::int[], $11::text[]) r`;

/** Puts rows aside, by one statement. */
export async function stageRows(
  manager: EntityManager,
  submission: string,
  rows: readonly ResolvedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const listOf = (part: (row: ResolvedRow) => string | number | null): string => arrayText(rows.map(part));
  await manager.query(ADD, [
    submission,
    listOf((row) => row.number),
    listOf((row) => row.period?.year ?? 0),
    listOf((row) => row.input.subject),
    listOf((row) => row.input.measure),
    listOf((row) => row.input.period),
    listOf((row) => row.dimensions),
    listOf((row) => row.value),
    listOf((row) => row.input.explanation),
    listOf((row) => row.input.expectedRevision),
    listOf((row) => row.input.stage),
  ]);
}

// Tables just filled have no statistics: without the last setting every page would be sorted out of all that is left.
const FOR_MANY_ROWS = `
set local statement_timeout = '10min'; set local work_mem = '64MB'; set local enable_bitmapscan = off`;

/** Settings of a transaction that goes through staged rows. */
export async function prepareForMany(manager: EntityManager): Promise<void> {
  await manager.query(FOR_MANY_ROWS);
}

const NEXT = `
select line, period_year, subject, measure, period, dimensions, value, explanation, expected_revision, stage from staged_row
where submission = $1 and (subject, period_year, measure, period, dimensions, line) > ($2, $3, $4, $5, $6, $7)
order by subject, period_year, measure, period, dimensions, line limit $8`;

interface Row {
  readonly line: number;
  readonly period_year: number;
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: string;
  readonly value: string;
  readonly explanation: string | null;
  readonly expected_revision: number | null;
  readonly stage: string | null;
}

/** Rows to be examined together. */
export interface StagedBatch {
  readonly rows: readonly StagedRow[];
  /** False from where the rows of a subject had to be parted. */
  readonly isWhole: boolean;
}

/**
 * The staged rows in the order of their cells, in batches of at least `size` but for the last. A subject's rows are only
 * parted where there are more than ten batches of them; rows about one cell never.
 */
export async function* stagedBatches(
  manager: EntityManager,
  submission: string,
  size: number,
): AsyncGenerator<StagedBatch> {
  let after: readonly unknown[] = ['', 0, '', '', '', 0];
  let held: Row[] = [];
  let isWhole = true;
  for (;;) {
    const page: Row[] = await manager.query(NEXT, [submission, ...after, size]);
    const last = page.at(-1);
    if (last) after = [last.subject, last.period_year, last.measure, last.period, last.dimensions, last.line];
    held.push(...page);
    if (page.length < size) {
      if (held.length > 0) yield { rows: held.map(toStagedRow), isWhole };
      return;
    }
    const cut = cutOf(held, size);
    if (cut > 0) {
      isWhole &&= held[cut - 1]?.subject !== held[cut]?.subject;
      yield { rows: held.slice(0, cut).map(toStagedRow), isWhole };
      held = held.slice(cut);
    }
  }
}

/** How many of the rows can be examined now: whole subjects, or whole cells where one subject has very many. */
function cutOf(rows: readonly Row[], size: number): number {
  const last = rows.at(-1);
  if (!last) return 0;
  const bySubject = rows.findIndex(({ subject }) => subject === last.subject);
  if (bySubject > 0) return bySubject;
  if (rows.length < size * 10) return 0;
  return rows.findIndex((row) => cellText(row) === cellText(last));
}

function cellText({ measure, period, dimensions }: Row): string {
  return `${measure}|${period}|${dimensions}`;
}

function toStagedRow(row: Row): StagedRow {
  const { subject, measure, period, value, explanation } = row;
  return {
    line: row.line,
    input: {
      subject,
      measure,
      period,
      dimensions: parseDimensions(row.dimensions),
      value,
      explanation,
      expectedRevision: row.expected_revision,
      stage: toStage(row.stage),
    },
  };
}

/** Forgets the rows of a submission. */
export async function dropStaged(manager: EntityManager, submission: string): Promise<void> {
  await manager.query('delete from staged_row where submission = $1', [submission]);
}
