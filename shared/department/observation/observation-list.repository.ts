import type { EntityManager } from 'typeorm';
import type { FigureScope } from '../../identity/figure-scope.ts';
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
  /** What the viewer may see; null for everything. */
  readonly scope: FigureScope | null;
}

/** A place in the order subject, period, measure, dimensions. */
export type Position = readonly [subject: string, period: string, measure: string, dimensions: string];

interface ListRequest {
  readonly filter: ObservationFilter;
  readonly after: Position | null;
  readonly limit: number;
  /** Feed position of an asOf; null for now. */
  readonly asOfPosition: string | null;
}

/** What counts now, from the projection. */
const NOW =
  'select subject, period, measure, dimensions, period_year, period_start, period_end, observation_id, member_unit, state from current_observation';

/** What counted at a feed position: the last change of each cell up to there. */
const THEN = `
select distinct on (c.subject, c.period, c.measure, c.dimensions)
  c.subject, c.period, c.measure, c.dimensions, c.period_year, o.period_start, o.period_end, c.observation_id, o.member_unit, c.state
from change c join observation o on o.period_year = c.period_year and o.id = c.observation_id
where c.position <= $11::bigint and ($1::text is null or c.subject = $1)
order by c.subject, c.period, c.measure, c.dimensions, c.position desc`;

const WHERE = `
where ($1::text is null or v.subject = $1)
  and ($2::text is null or v.period = $2)
  and ($3::date is null or v.period_start >= $3)
  and ($4::date is null or v.period_end <= $4)
  and ($5::text[] is null or v.measure = any($5))
  and ($6::text is null or v.member_unit = $6)
  and ($7::text[] is null or v.member_unit = any($7) or v.member_unit || '/' || v.measure = any($8::text[]))
  and v.state in ('ACCEPTED', 'LOCKED')`;

const AFTER =
  'and ($9::text[] is null or (v.subject, v.period, v.measure, v.dimensions) > ($9[1], $9[2], $9[3], $9[4]))';

/** One page in a stable order, by one statement; ask for one more than shown to learn whether another page follows. */
export async function listObservations(manager: EntityManager, request: ListRequest): Promise<StoredObservation[]> {
  const source = request.asOfPosition === null ? NOW : THEN;
  const statement = `
select ${OBSERVATION_COLUMNS}, v.state
from (${source}) v
join observation o on o.period_year = v.period_year and o.id = v.observation_id
join publication p on p.id = o.publication_id
${WHERE} ${AFTER}
order by v.subject, v.period, v.measure, v.dimensions
limit $10`;
  const parameters = [...filterParameters(request.filter), request.after, request.limit];
  const rows: ObservationRow[] = await manager.query(
    statement,
    request.asOfPosition === null ? parameters : [...parameters, request.asOfPosition],
  );
  return rows.map(toStoredObservation);
}

/** How many observations a filter finds. */
export async function countObservations(
  manager: EntityManager,
  request: Pick<ListRequest, 'filter' | 'asOfPosition'>,
): Promise<number> {
  const isNow = request.asOfPosition === null;
  const source = isNow ? NOW : THEN.replace('$11', '$9');
  const rows: { count: number }[] = await manager.query(
    `select count(*)::int as count from (${source}) v ${WHERE}`,
    isNow ? filterParameters(request.filter) : [...filterParameters(request.filter), request.asOfPosition],
  );
  return rows[0]?.count ?? 0;
}

function filterParameters(filter: ObservationFilter): unknown[] {
  return [
    filter.subject ?? null,
    filter.period ?? null,
    filter.periodStart ?? null,
    filter.periodEnd ?? null,
    filter.measures ?? null,
    filter.memberUnit ?? null,
    filter.scope?.units ?? null,
    filter.scope?.pairs ?? [],
  ];
}

const POSITION_AT = 'select coalesce(max(last_position), 0)::text as position from publication_event where at <= $1';

/** The feed position an instant stands for: everything recorded at or before it. */
export async function positionAt(manager: EntityManager, instant: Date): Promise<string> {
  const rows: { position: string }[] = await manager.query(POSITION_AT, [instant]);
  return rows[0]?.position ?? '0';
}
