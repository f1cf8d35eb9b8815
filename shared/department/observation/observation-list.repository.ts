import type { EntityManager } from 'typeorm';
import { figureCondition, figureParameters, type FigureScope } from '../../identity/figure-scope.ts';
import type { StoredObservation } from './observation.ts';
import { OBSERVATION_COLUMNS, type ObservationRow, toStoredObservation } from './observation.repository.ts';

/** Which observations are wanted; absent members do not narrow. */
export interface ObservationFilter {
  readonly subject?: string | undefined;
  readonly periodStart?: string | undefined;
  readonly periodEnd?: string | undefined;
  readonly period?: string | undefined;
  readonly measures?: readonly string[] | undefined;
  readonly memberUnit?: string | undefined;
  readonly isDerived?: boolean | undefined;
  /** What the viewer may see; null for everything. */
  readonly scope: FigureScope | null;
}

/** A place in the order subject, period, measure, dimensions. */
export type Position = readonly [subject: string, period: string, measure: string, dimensions: string];

/** Which of a cell's revisions a list shows. */
export type Reading =
  /** What counts now. */
  | { readonly kind: 'NOW' }
  /** What counted at a feed position. */
  | { readonly kind: 'THEN'; readonly position: string }
  /** What would count if all that waits were accepted, as far as the viewer may see what waits. */
  | {
      readonly kind: 'PROVISIONAL';
      /** Units whose handed-up values may be seen; null for all. */
      readonly pendingOf: readonly string[] | null;
      /** Units whose drafts may be seen. */
      readonly draftsOf: readonly string[];
    };

interface ListRequest {
  readonly filter: ObservationFilter;
  readonly reading: Reading;
  readonly after: Position | null;
  readonly limit: number;
}

/** Collects the parameters of a statement in the order in which their places are written. */
class Parameters {
  readonly values: unknown[] = [];

  place(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

const COUNTING =
  'select subject, period, measure, dimensions, period_year, period_start, period_end, observation_id, member_unit, state, revision from current_observation';

/** The rows a reading chooses from: one for each cell. */
function sourceOf(reading: Reading, filter: ObservationFilter, parameters: Parameters): string {
  switch (reading.kind) {
    case 'NOW':
      return COUNTING;
    case 'THEN': {
      const subject = parameters.place(filter.subject ?? null);
      return `
select distinct on (c.subject, c.period, c.measure, c.dimensions)
  c.subject, c.period, c.measure, c.dimensions, c.period_year, o.period_start, o.period_end, c.observation_id, o.member_unit, c.state
from change c join observation o on o.period_year = c.period_year and o.id = c.observation_id
where c.counts and c.position <= ${parameters.place(reading.position)}::bigint and (${subject}::text is null or c.subject = ${subject})
order by c.subject, c.period, c.measure, c.dimensions, c.position desc`;
    }
    case 'PROVISIONAL': {
      const pending = parameters.place(reading.pendingOf);
      return `
select distinct on (w.subject, w.period, w.measure, w.dimensions) w.*
from (
  ${COUNTING}
  union all
  select o.subject, o.period, o.measure, o.dimensions, o.period_year, o.period_start, o.period_end, o.id, o.member_unit, s.state, o.revision
  from publication_state s
  join observation o on o.publication_id = s.publication_id and not o.is_derived
  where (s.state in ('SUBMITTED', 'APPROVED') and (${pending}::text[] is null or s.member_unit = any(${pending})))
    or (s.state = 'DRAFT' and s.member_unit = any(${parameters.place(reading.draftsOf)}::text[]))
) w
order by w.subject, w.period, w.measure, w.dimensions, w.revision desc`;
    }
  }
}

function whereOf(filter: ObservationFilter, parameters: Parameters): string {
  const conditions = ["v.state <> 'WITHDRAWN'"];
  const add = (value: unknown, write: (place: string) => string): void => {
    if (value !== undefined && value !== null) conditions.push(write(parameters.place(value)));
  };
  add(filter.subject, (place) => `v.subject = ${place}`);
  add(filter.period, (place) => `v.period = ${place}`);
  add(filter.periodStart, (place) => `v.period_start >= ${place}::date`);
  add(filter.periodEnd, (place) => `v.period_end <= ${place}::date`);
  add(filter.measures, (place) => `v.measure = any(${place}::text[])`);
  add(filter.memberUnit, (place) => `v.member_unit = ${place}`);
  add(filter.isDerived, (place) => `o.is_derived = ${place}`);
  if (filter.scope !== null) {
    const columns = { memberUnit: 'v.member_unit', measure: 'v.measure', period: 'v.period', stage: 'o.stage' };
    conditions.push(figureCondition(columns, parameters.values.length + 1));
    for (const value of figureParameters(filter.scope)) parameters.place(value);
  }
  return `where ${conditions.join(' and ')}`;
}

function from(source: string): string {
  return `from (${source}) v
join observation o on o.period_year = v.period_year and o.id = v.observation_id
join publication p on p.id = o.publication_id`;
}

/** One page in a stable order, by one statement; ask for one more than shown to learn whether another page follows. */
export async function listObservations(manager: EntityManager, request: ListRequest): Promise<StoredObservation[]> {
  const { filter, reading, after, limit } = request;
  const parameters = new Parameters();
  const source = sourceOf(reading, filter, parameters);
  const where = whereOf(filter, parameters);
  const beyond =
    after === null
      ? ''
      : `and (v.subject, v.period, v.measure, v.dimensions) > (${after.map((part) => parameters.place(part)).join(', ')})`;
  const rows: ObservationRow[] = await manager.query(
    `select ${OBSERVATION_COLUMNS}, v.state ${from(source)} ${where} ${beyond}
order by v.subject, v.period, v.measure, v.dimensions limit ${parameters.place(limit)}`,
    parameters.values,
  );
  return rows.map(toStoredObservation);
}

/** How many observations a filter finds. */
export async function countObservations(
  manager: EntityManager,
  { filter, reading }: Pick<ListRequest, 'filter' | 'reading'>,
): Promise<number> {
  const parameters = new Parameters();
  const source = sourceOf(reading, filter, parameters);
  const where = whereOf(filter, parameters);
  const rows: { count: number }[] = await manager.query(
    `select count(*)::int as count ${from(source)} ${where}`,
    parameters.values,
  );
  return rows[0]?.count ?? 0;
}
