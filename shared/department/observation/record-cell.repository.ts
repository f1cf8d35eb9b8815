import type { EntityManager } from 'typeorm';
import { parsePeriod } from '../../primitives/period.ts';
import { type Cell, cellKey } from './observation.ts';
import { toStage, toState } from './observation.repository.ts';
import type { RecordCell } from './record-cell.ts';

const READ = `
select a.subject, a.period, a.measure, a.dimensions, c.revision, c.state, c.observation_id, c.period_year, c.member_unit,
  o.stage, o.explanation, coalesce(trim_scale(o.value_number)::text, o.value_text) as value,
  case when a.revisions then (select max(h.revision) from observation h where h.period_year = a.year and h.subject = a.subject
    and h.measure = a.measure and h.period = a.period and h.dimensions = a.dimensions) end as highest,
  a.revisions and exists (select 1 from locked_year f where f.subject = a.subject and f.period_year = a.year) as is_frozen
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::boolean[])
  as a (subject, period, measure, dimensions, year, revisions)
left join current_observation c on c.subject = a.subject and c.period = a.period and c.measure = a.measure and c.dimensions = a.dimensions
left join observation o on o.period_year = c.period_year and o.id = c.observation_id`;

interface Row extends Cell {
  readonly revision: number | null;
  readonly state: string | null;
  readonly observation_id: string | null;
  readonly period_year: number | null;
  readonly member_unit: string | null;
  readonly stage: string | null;
  readonly explanation: string | null;
  readonly value: string | null;
  readonly highest: number | null;
  readonly is_frozen: boolean;
}

/** Cells of the record by their key, in one statement; `written` with their revisions, `beside` for their values only. */
export async function readRecordCells(
  manager: EntityManager,
  written: readonly Cell[],
  beside: readonly Cell[] = [],
): Promise<Map<string, RecordCell>> {
  const asked = new Map<string, { cell: Cell; revisions: boolean }>();
  for (const cell of beside) asked.set(cellKey(cell), { cell, revisions: false });
  for (const cell of written) asked.set(cellKey(cell), { cell, revisions: true });
  if (asked.size === 0) return new Map();
  const cells = [...asked.values()];
  const rows: Row[] = await manager.query(READ, [
    cells.map(({ cell }) => cell.subject),
    cells.map(({ cell }) => cell.period),
    cells.map(({ cell }) => cell.measure),
    cells.map(({ cell }) => cell.dimensions),
    cells.map(({ cell }) => parsePeriod(cell.period)?.year ?? 0),
    cells.map(({ revisions }) => revisions),
  ]);
  return new Map(rows.map((row) => [cellKey(row), toRecordCell(row)]));
}

function toRecordCell(row: Row): RecordCell {
  const { subject, period, measure, dimensions, revision, state, value, highest } = row;
  const known =
    revision === null || state === null || value === null
      ? null
      : { value, revision, state: toState(state), stage: toStage(row.stage), explanation: row.explanation };
  const observation =
    row.observation_id === null || row.period_year === null || row.member_unit === null
      ? null
      : { uuid: row.observation_id, periodYear: row.period_year, memberUnit: row.member_unit };
  return {
    subject,
    period,
    measure,
    dimensions,
    known,
    observation,
    highestRevision: highest ?? 0,
    isFrozen: row.is_frozen,
  };
}
