import type { EntityManager } from 'typeorm';
import type { StoredObservation } from './observation.ts';
import { OBSERVATION_COLUMNS, type ObservationRow, toStoredObservation } from './observation.repository.ts';

// A withdrawal has no values of its own: it shows those it asks to take out. Computed ones come after all others, and
// of those computed for another unit the publication says nothing.
const LIST = `
select ${OBSERVATION_COLUMNS}, row.ordinal,
  coalesce((select c.state from change c where c.observation_id = o.id and c.subject = o.subject and c.period_year = o.period_year
    and c.measure = o.measure and c.period = o.period and c.dimensions = o.dimensions order by c.position desc limit 1), s.state) as state
from (
  (select own.period_year, own.id, own.ordinal from observation own
  where own.publication_id = $1 and own.ordinal > $2 and (not own.is_derived or own.member_unit = $4)
  order by own.ordinal limit $3)
  union all
  (select w.period_year, w.observation_id, w.ordinal from withdrawal_target w
  where w.publication_id = $1 and w.ordinal > $2 order by w.ordinal limit $3)
) row
join observation o on o.period_year = row.period_year and o.id = row.id
join publication p on p.id = o.publication_id
join publication_state s on s.publication_id = o.publication_id
order by row.ordinal limit $3`;

const OWNER = 'select member_unit from publication_state where publication_id = $1';

const COUNT = `
select (select count(*)::int from observation o where o.publication_id = $1 and (not o.is_derived or o.member_unit = $2))
  + (select count(*)::int from withdrawal_target w where w.publication_id = $1) as count`;

/** A page of a publication's values and whose it is. */
export interface PublicationValues {
  /** Null where there is no such publication. */
  readonly memberUnit: string | null;
  readonly observations: readonly StoredObservation[];
  /** Their places in the publication. */
  readonly places: readonly number[];
}

/** The values of a publication after a place, in the order handed in, computed ones last. */
export async function listOfPublication(
  manager: EntityManager,
  publication: string,
  after: number,
  limit: number,
): Promise<PublicationValues> {
  const owner: { member_unit: string }[] = await manager.query(OWNER, [publication]);
  const memberUnit = owner[0]?.member_unit ?? null;
  if (memberUnit === null) return { memberUnit, observations: [], places: [] };
  const rows: (ObservationRow & { ordinal: number })[] = await manager.query(LIST, [
    ...[publication, after, limit],
    memberUnit,
  ]);
  const places = rows.map(({ ordinal }) => ordinal);
  return { memberUnit, observations: rows.map(toStoredObservation), places };
}

/** How many values such a list has. */
export async function countOfPublication(
  manager: EntityManager,
  publication: string,
  memberUnit: string,
): Promise<number> {
  const rows: { count: number }[] = await manager.query(COUNT, [publication, memberUnit]);
  return rows[0]?.count ?? 0;
}
