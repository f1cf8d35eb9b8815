import type { EntityManager } from 'typeorm';
import { parsePeriod } from '../../primitives/period.ts';
import { type Cell, cellKey } from './observation.ts';
import { toStage, toState } from './observation.repository.ts';
import type { RecordCell } from './record-cell.ts';

// Cell by cell, told by the limits: from some thousand cells on the whole record would be read for them.
const READ = `
select a.subject, a.period, a.measure, a.dimensions, c.revision, c.state, c.observation_id, c.period_year, c.member_unit,
  o.stage, o.explanation, o.value,
  case when a.revisions then (select max(h.revision) from observation h where h.period_year = a.year and h.subject = a.subject
    and h.measure = a.measure and h.period = a.period and h.dimensions = a.dimensions) end as highest,
  a.revisions and exists (select 1 from locked_year f where f.subject = a.subject and f.period_year = a.year) as is_frozen
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::boolean[])
  as a (subject, period, measure, dimensions, year, revisions)
left join lateral (
  select n.revision, n.state, n.observation_id, n.period_year, n.member_unit from current_observation n
  where n.subject = a.subject and n.period = a.period and n.measure = a.measure and n.dimensions = a.dimensions limit 1
) c on true
left join lateral (
  select v.stage, v.explanation, coalesce(trim_scale(v.value_number)::text, v.value_text) as value from observation v
  where v.period_year = c.period_year and v.id = c.observation_id limit 1
) o on true`;

const PROBE = `
select a.subject, a.year, exists (select 1 from observation h where h.period_year = a.year and h.subject = a.subject) as "isKnown",
  exists (select 1 from locked_year f where f.subject = a.subject and f.period_year = a.year) as "isFrozen"
from unnest($1::text[], $2::int[]) as a (subject, year)`;

/** From this many cells on it is asked first of which subjects' years anything is known at all. */
export const MANY_CELLS = 500;

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

/** A cell asked for. */
interface AskedCell {
  readonly cell: Cell;
  readonly year: number;
  readonly revisions: boolean;
}

/**
 * Cells of the record by their key, in one statement, or two where they are many; `written` with their revisions,
 * `beside` for their values only: one of which nothing is known may be left out.
 */
export async function readRecordCells(
  manager: EntityManager,
  written: readonly Cell[],
  beside: readonly Cell[] = [],
): Promise<Map<string, RecordCell>> {
  const asked = new Map<string, AskedCell>();
  const ask = (cell: Cell, revisions: boolean): void =>
    void asked.set(cellKey(cell), { cell, year: parsePeriod(cell.period)?.year ?? 0, revisions });
  for (const cell of beside) ask(cell, false);
  for (const cell of written) ask(cell, true);
  const found = new Map<string, RecordCell>();
  const cells = asked.size < MANY_CELLS ? [...asked.values()] : await withoutUnknown(manager, asked, found);
  if (cells.length === 0) return found;
  const rows: Row[] = await manager.query(READ, [
    cells.map(({ cell }) => cell.subject),
    cells.map(({ cell }) => cell.period),
    cells.map(({ cell }) => cell.measure),
    cells.map(({ cell }) => cell.dimensions),
    cells.map(({ year }) => year),
    cells.map(({ revisions }) => revisions),
  ]);
  for (const row of rows) found.set(cellKey(row), toRecordCell(row));
  return found;
}

/** Whether anything is known of a subject's year. */
interface YearFact {
  readonly subject: string;
  readonly year: number;
  readonly isKnown: boolean;
  readonly isFrozen: boolean;
}

/** The cells of subjects and years of which the record knows anything; of the others those to be written are answered. */
async function withoutUnknown(
  manager: EntityManager,
  asked: ReadonlyMap<string, AskedCell>,
  found: Map<string, RecordCell>,
): Promise<AskedCell[]> {
  const years = new Map<string, Map<number, YearFact | null>>();
  for (const { cell, year } of asked.values()) {
    const ofSubject = years.get(cell.subject);
    if (ofSubject === undefined) years.set(cell.subject, new Map([[year, null]]));
    else ofSubject.set(year, null);
  }
  const facts = await probe(manager, years);
  for (const fact of facts) years.get(fact.subject)?.set(fact.year, fact);
  const known: AskedCell[] = [];
  for (const [key, one] of asked) {
    const { cell, year, revisions } = one;
    const fact = years.get(cell.subject)?.get(year);
    if (fact == null || fact.isKnown) known.push(one);
    else if (revisions) found.set(key, emptyCell(cell, fact.isFrozen));
  }
  return known;
}

/** The subjects of which anything is known in the years asked for: values, or that they are frozen. */
export async function findKnownSubjects(
  manager: EntityManager,
  years: ReadonlyMap<string, ReadonlySet<number>>,
): Promise<ReadonlySet<string>> {
  const facts = await probe(manager, years);
  return new Set(facts.flatMap(({ subject, isKnown, isFrozen }) => (isKnown || isFrozen ? [subject] : [])));
}

function probe(
  manager: EntityManager,
  years: ReadonlyMap<string, { keys(): IterableIterator<number> }>,
): Promise<YearFact[]> {
  const pairs = [...years].flatMap(([subject, each]) => [...each.keys()].map((year) => [subject, year] as const));
  return manager.query(PROBE, [pairs.map(([subject]) => subject), pairs.map(([, year]) => year)]);
}

function emptyCell({ subject, measure, period, dimensions }: Cell, isFrozen: boolean): RecordCell {
  return { subject, measure, period, dimensions, known: null, observation: null, highestRevision: 0, isFrozen };
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
