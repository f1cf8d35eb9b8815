import type { EntityManager } from 'typeorm';
import type { ResolvedRow } from '../validation/row.ts';
import { comparePacked, type PackedRow, packRows, type StagedRow, unpackRow } from './staged-piece.ts';

const ADD = `
insert into staged_piece (submission, subject, first_line, row_count, years, rows)
select $1, p.subject, p.first_line, p.row_count, string_to_array(p.years, ' ')::int[], p.rows
from unnest($2::text[], $3::int[], $4::int[], $5::text[], $6::text[]) p (subject, first_line, row_count, years, rows)`;

/** Puts rows aside, by one statement. */
export async function stageRows(
  manager: EntityManager,
  submission: string,
  rows: readonly ResolvedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const pieces = packRows(rows);
  await manager.query(ADD, [
    submission,
    pieces.map(({ subject }) => subject),
    pieces.map(({ firstLine }) => firstLine),
    pieces.map(({ rowCount }) => rowCount),
    pieces.map(({ years }) => years.join(' ')),
    pieces.map((piece) => piece.rows),
  ]);
}

// Tables just filled have no statistics: without the last setting every page would be sorted out of all that is left.
const FOR_MANY_ROWS = `
set local statement_timeout = '10min'; set local work_mem = '64MB'; set local enable_bitmapscan = off`;

/** Settings of a transaction that goes through staged rows. */
export async function prepareForMany(manager: EntityManager): Promise<void> {
  await manager.query(FOR_MANY_ROWS);
}

/** Rows to be examined together. */
export interface StagedBatch {
  readonly rows: readonly StagedRow[];
  /** False from where the rows of a subject had to be parted. */
  readonly isWhole: boolean;
}

/** A subject with more batches than these has its rows parted. */
const MOST_BATCHES = 10;

/**
 * The staged rows in the order of their cells, in batches of about `size` rows: as many whole subjects as that makes, or
 * one. A subject's rows are only parted where there are more than ten batches of them; rows about one cell never.
 */
export async function* stagedBatches(
  manager: EntityManager,
  submission: string,
  size: number,
): AsyncGenerator<StagedBatch> {
  let isWhole = true;
  for (const group of inGroups(await listSubjects(manager, submission), size)) {
    const [first, last] = [group[0], group.at(-1)];
    if (first === undefined || last === undefined) continue;
    if (first.rows <= size * MOST_BATCHES) {
      yield { rows: await readWhole(manager, submission, { from: first.subject, to: last.subject }), isWhole };
      continue;
    }
    isWhole = false;
    for await (const rows of readParted(manager, submission, { subject: first.subject, size })) yield { rows, isWhole };
  }
}

/** A subject and how many rows are staged about it. */
interface SubjectRows {
  readonly subject: string;
  readonly rows: number;
}

/** Known subjects, mostly: reading ends at a thousand rows about others. */
function listSubjects(manager: EntityManager, submission: string): Promise<SubjectRows[]> {
  return manager.query(
    'select subject, sum(row_count)::int as rows from staged_piece where submission = $1 group by subject order by subject',
    [submission],
  );
}

/** Neighbouring subjects with up to `size` rows together, one at least. */
function* inGroups(subjects: readonly SubjectRows[], size: number): Generator<readonly SubjectRows[]> {
  let group: SubjectRows[] = [];
  let count = 0;
  for (const each of subjects) {
    if (group.length > 0 && count + each.rows > size) {
      yield group;
      group = [];
      count = 0;
    }
    group.push(each);
    count += each.rows;
  }
  if (group.length > 0) yield group;
}

const WHOLE = `
select subject, rows from staged_piece where submission = $1 and subject between $2 and $3 order by subject, first_line`;

async function readWhole(
  manager: EntityManager,
  submission: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<StagedRow[]> {
  const pieces: { subject: string; rows: string }[] = await manager.query(WHOLE, [submission, from, to]);
  const bySubject = new Map<string, PackedRow[][]>();
  for (const { subject, rows } of pieces) {
    const lists = bySubject.get(subject) ?? [];
    bySubject.set(subject, lists);
    lists.push(unpackPiece(rows));
  }
  const read: StagedRow[] = [];
  for (const [subject, lists] of bySubject) {
    for (const row of lists.flat().sort(comparePacked)) read.push(unpackRow(subject, row));
  }
  return read;
}

/** What `packRows` wrote. */
function unpackPiece(text: string): PackedRow[] {
  return JSON.parse(text);
}

// The same order as that of `comparePacked`; the server sorts what would be too much to hold.
const PARTED = `
declare parted_subject no scroll cursor for
select r::text as row from staged_piece p cross join lateral json_array_elements(p.rows::json) r
where p.submission = $1 and p.subject = $2
order by (r->>1)::int, r->>2, r->>3, r->>4, (r->>0)::int`;

async function* readParted(
  manager: EntityManager,
  submission: string,
  { subject, size }: { readonly subject: string; readonly size: number },
): AsyncGenerator<StagedRow[]> {
  await manager.query(PARTED, [submission, subject]);
  let held: PackedRow[] = [];
  for (;;) {
    const page: { row: string }[] = await manager.query(`fetch ${size} from parted_subject`);
    for (const { row } of page) held.push(JSON.parse(row));
    const cut = page.length < size ? held.length : startOfLastCell(held);
    if (cut > 0) yield held.slice(0, cut).map((row) => unpackRow(subject, row));
    held = held.slice(cut);
    if (page.length < size) break;
  }
  await manager.query('close parted_subject');
}

function startOfLastCell(rows: readonly PackedRow[]): number {
  const last = rows.at(-1);
  if (last === undefined) return 0;
  return rows.findIndex((row) => row[2] === last[2] && row[3] === last[3] && row[4] === last[4]);
}

/** Forgets the rows of a submission. */
export async function dropStaged(manager: EntityManager, submission: string): Promise<void> {
  await manager.query('delete from staged_piece where submission = $1', [submission]);
}
