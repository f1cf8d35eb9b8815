import type { EntityManager } from 'typeorm';
import type { Cell } from './observation.ts';

/** Where in the feed something begins and when it is recorded. */
export interface FeedPlace {
  readonly firstPosition: bigint;
  readonly recordedAt: Date;
}

const TOLD = `
with row as (
  select o.id, o.period_year, o.subject, o.measure, o.period, o.dimensions, o.publication_id,
    row_number() over (order by array_position($1::uuid[], o.publication_id), o.ordinal) as n
  from observation o where o.publication_id = any($1::uuid[]) and not o.is_derived
), fed as (
  insert into change (position, observation_id, period_year, subject, measure, period, dimensions, state, publication_id, recorded_at, counts)
  select $2::bigint + n - 1, id, period_year, subject, measure, period, dimensions, $3, publication_id, $4, false from row
  returning publication_id, position
)
select publication_id, min(position)::text as first, max(position)::text as last from fed group by publication_id`;

const ACCEPTED = `
with row as (
  select o.id, o.period_year, o.subject, o.measure, o.period, o.dimensions, o.publication_id, o.period_start, o.period_end,
    o.member_unit, o.revision,
    case when exists (select 1 from locked_year f where f.subject = o.subject and f.period_year = o.period_year)
      or exists (select 1 from locked_unit_year u
        where u.subject = o.subject and u.period_year = o.period_year and u.member_unit = o.member_unit)
      then 'LOCKED' else 'ACCEPTED' end as state,
    $2::bigint - 1 + row_number() over (order by array_position($1::uuid[], o.publication_id), o.ordinal) as position,
    o.revision = max(o.revision) over (partition by o.subject, o.period, o.measure, o.dimensions) as is_newest
  from observation o where o.publication_id = any($1::uuid[]) and not o.is_derived
), fed as (
  insert into change (position, observation_id, period_year, subject, measure, period, dimensions, state, publication_id, recorded_at, counts)
  select position, id, period_year, subject, measure, period, dimensions, state, publication_id, $3, true from row
  returning publication_id, position
), counted as (
  insert into current_observation as c (subject, period, measure, dimensions, period_year, period_start, period_end,
    observation_id, member_unit, revision, state, position)
  select subject, period, measure, dimensions, period_year, period_start, period_end, id, member_unit, revision, state, position from row
  where is_newest
  on conflict (subject, period, measure, dimensions) do update
    set observation_id = excluded.observation_id, member_unit = excluded.member_unit,
        revision = excluded.revision, state = excluded.state, position = excluded.position
)
select publication_id, min(position)::text as first, max(position)::text as last from fed group by publication_id`;

// Of one publication no cell stands twice and the ordinals have no gaps: nothing has to be put in order. Computed
// values stored ahead come after the rows, with ordinals that are higher by $4 than their positions.
const acceptedAlone = (onConflict: string): string => `
with row as materialized (
  select o.id, o.period_year, o.subject, o.measure, o.period, o.dimensions, o.publication_id, o.period_start, o.period_end,
    o.member_unit, o.revision,
    case when exists (select 1 from locked_year f where f.subject = o.subject and f.period_year = o.period_year)
      or not o.is_derived and exists (select 1 from locked_unit_year u
        where u.subject = o.subject and u.period_year = o.period_year and u.member_unit = o.member_unit)
      then 'LOCKED' else 'ACCEPTED' end as state,
    $2::bigint - 1 + o.ordinal - case when o.is_derived then $4::int else 0 end as position
  from observation o where o.publication_id = $1 and ($4::int is not null or not o.is_derived)
), fed as (
  insert into change (position, observation_id, period_year, subject, measure, period, dimensions, state, publication_id, recorded_at, counts)
  select position, id, period_year, subject, measure, period, dimensions, state, publication_id, $3, true from row
), counted as (
  insert into current_observation as c (subject, period, measure, dimensions, period_year, period_start, period_end,
    observation_id, member_unit, revision, state, position)
  select subject, period, measure, dimensions, period_year, period_start, period_end, id, member_unit, revision, state, position from row
  ${onConflict}
)
select $1::uuid as publication_id, min(position)::text as first, max(position)::text as last from row having count(*) > 0`;

const ACCEPTED_ALONE = acceptedAlone(`on conflict (subject, period, measure, dimensions) do update
    set observation_id = excluded.observation_id, member_unit = excluded.member_unit,
        revision = excluded.revision, state = excluded.state, position = excluded.position`);

// To look for what is there already costs as much as putting it there.
const ACCEPTED_AS_FIRST = acceptedAlone('');

/** Positions a publication's observations took in the feed. */
export interface FedRange {
  readonly first: string;
  readonly last: string;
}

interface RangeRow extends FedRange {
  readonly publication_id: string;
}

/** Tells the feed that publications' observations came to a state in which they wait; one statement for all of them. */
export async function feedPending(
  manager: EntityManager,
  publications: readonly string[],
  state: string,
  { firstPosition, recordedAt }: FeedPlace,
): Promise<Map<string, FedRange>> {
  const rows: RangeRow[] = await manager.query(TOLD, [publications, firstPosition.toString(), state, recordedAt]);
  return toRanges(rows);
}

/** Makes publications' observations count, in the feed and in the projection; frozen years lock them at once. */
export async function feedAccepted(
  manager: EntityManager,
  publications: readonly string[],
  { firstPosition, recordedAt }: FeedPlace,
): Promise<Map<string, FedRange>> {
  const [only] = publications;
  const isAlone = only !== undefined && publications.length === 1;
  const place = [firstPosition.toString(), recordedAt];
  const rows: RangeRow[] = isAlone
    ? await manager.query(ACCEPTED_ALONE, [only, ...place, null])
    : await manager.query(ACCEPTED, [publications, ...place]);
  return toRanges(rows);
}

/** A large publication whose values, computed ones among them, are stored and begin to count. */
export interface LargeAcceptance {
  readonly publication: string;
  /** How many ordinals are left out between the rows and the computed values. */
  readonly gap: number;
  /** True where every value is the first of its cell: nothing that counts is replaced. */
  readonly areFirst: boolean;
}

/** The same of one publication with values computed ahead. */
export async function feedAcceptedWith(
  manager: EntityManager,
  { publication, gap, areFirst }: LargeAcceptance,
  { firstPosition, recordedAt }: FeedPlace,
): Promise<void> {
  const statement = areFirst ? ACCEPTED_AS_FIRST : ACCEPTED_ALONE;
  await manager.query(statement, [publication, firstPosition.toString(), recordedAt, gap]);
}

function toRanges(rows: readonly RangeRow[]): Map<string, FedRange> {
  return new Map(rows.map(({ publication_id, first, last }) => [publication_id, { first, last }]));
}

const WITHDRAW = `
with row as (
  select o.id, o.period_year, o.subject, o.measure, o.period, o.dimensions, a.publication_id, a.n
  from unnest($1::int[], $2::uuid[], $4::uuid[]) with ordinality as a (period_year, id, publication_id, n)
  join observation o on o.period_year = a.period_year and o.id = a.id
), fed as (
  insert into change (position, observation_id, period_year, subject, measure, period, dimensions, state, publication_id, recorded_at, counts)
  select $3::bigint + n - 1, id, period_year, subject, measure, period, dimensions, 'WITHDRAWN', publication_id, $5, true from row
)
delete from current_observation c using row
where c.subject = row.subject and c.period = row.period and c.measure = row.measure and c.dimensions = row.dimensions`;

/** A counting observation about to be taken out, and the publication by which it is. */
export interface Removal {
  readonly uuid: string;
  readonly periodYear: number;
  readonly publicationId: string;
}

/** Takes counting observations out of what counts, in the order given; they stay in the record. */
export async function feedWithdrawn(
  manager: EntityManager,
  observations: readonly Removal[],
  { firstPosition, recordedAt }: FeedPlace,
): Promise<void> {
  if (observations.length === 0) return;
  await manager.query(WITHDRAW, [
    observations.map(({ periodYear }) => periodYear),
    observations.map(({ uuid }) => uuid),
    firstPosition.toString(),
    observations.map(({ publicationId }) => publicationId),
    recordedAt,
  ]);
}

const LOCK = `
with row as (
  select c.observation_id as id, c.period_year, c.subject, c.measure, c.period, c.dimensions, o.publication_id,
    $3::bigint - 1 + row_number() over (order by c.period, c.measure, c.dimensions) as position
  from current_observation c join observation o on o.period_year = c.period_year and o.id = c.observation_id
  where c.subject = $1 and c.period_year = $2 and c.state = 'ACCEPTED'
    and ($5::text is null or (c.member_unit = $5 and not o.is_derived))
), fed as (
  insert into change (position, observation_id, period_year, subject, measure, period, dimensions, state, publication_id, recorded_at, counts)
  select position, id, period_year, subject, measure, period, dimensions, 'LOCKED', publication_id, $4, true from row
), locked as (
  update current_observation c set state = 'LOCKED', position = row.position from row
  where c.subject = row.subject and c.period = row.period and c.measure = row.measure and c.dimensions = row.dimensions
)
select count(*)::int as count from row`;

/** What is locked together: all of a subject and year, or what one unit handed in of it. */
export interface LockedPart {
  readonly subject: string;
  readonly year: number;
  /** Null for all units. */
  readonly memberUnit: string | null;
}

/** Locks everything that counts of a subject and year, or what one unit handed in of it; answers how many values that were. */
export async function feedLocked(
  manager: EntityManager,
  { subject, year, memberUnit }: LockedPart,
  { firstPosition, recordedAt }: FeedPlace,
): Promise<number> {
  const place = [firstPosition.toString(), recordedAt];
  const rows: { count: number }[] = await manager.query(LOCK, [subject, year, ...place, memberUnit]);
  return rows[0]?.count ?? 0;
}

// Of a cursor, because a page found anew would cost as much as the whole publication.
const CELLS = `
declare cells_of_publications no scroll cursor for
select o.subject, o.measure, o.period, o.dimensions
from unnest($1::uuid[]) with ordinality as a (id, place)
join observation o on o.publication_id = a.id and not o.is_derived
order by a.place, o.ordinal`;

/** The cells publications are about, page by page, so that a large one is never held whole. Inside a transaction. */
export async function* cellsOfPublications(
  manager: EntityManager,
  publications: readonly string[],
  pageSize: number,
): AsyncGenerator<Cell[]> {
  await manager.query(CELLS, [publications]);
  for (;;) {
    const rows: Cell[] = await manager.query(`fetch ${pageSize} from cells_of_publications`);
    if (rows.length > 0) yield rows;
    if (rows.length < pageSize) break;
  }
  await manager.query('close cells_of_publications');
}
