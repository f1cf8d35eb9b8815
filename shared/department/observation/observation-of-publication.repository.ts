import type { EntityManager } from 'typeorm';
import type { StoredObservation } from './observation.ts';
import { OBSERVATION_COLUMNS, type ObservationRow, toStoredObservation } from './observation.repository.ts';

// A withdrawal has no values of its own: it shows those it asks to take out.
const LIST = `
select ${OBSERVATION_COLUMNS}, row.place,
  coalesce((select c.state from change c where c.observation_id = o.id and c.subject = o.subject and c.period_year = o.period_year
    and c.measure = o.measure and c.period = o.period and c.dimensions = o.dimensions order by c.position desc limit 1), 'DRAFT') as state
from (
  select own.period_year, own.id, row_number() over (order by own.is_derived, own.ordinal) as place
  from observation own where own.publication_id = $1
  union all
  select w.period_year, w.observation_id, w.ordinal from withdrawal_target w where w.publication_id = $1
) row
join observation o on o.period_year = row.period_year and o.id = row.id
join publication p on p.id = o.publication_id
where row.place > $2
order by row.place limit $3`;

const ABOUT = `
select s.member_unit, (select count(*)::int from observation o where o.publication_id = $1)
  + (select count(*)::int from withdrawal_target w where w.publication_id = $1) as count
from publication_state s where s.publication_id = $1`;

/** A page of a publication's values and whose it is. */
export interface PublicationValues {
  /** Null where there is no such publication. */
  readonly memberUnit: string | null;
  readonly count: number;
  readonly observations: readonly StoredObservation[];
}

/** The values of a publication after a place, in the order handed in, computed ones last. */
export async function listOfPublication(
  manager: EntityManager,
  publication: string,
  after: number,
  limit: number,
): Promise<PublicationValues> {
  const about: { member_unit: string; count: number }[] = await manager.query(ABOUT, [publication]);
  const rows: ObservationRow[] = await manager.query(LIST, [publication, after, limit]);
  const { member_unit = null, count = 0 } = about[0] ?? {};
  return { memberUnit: member_unit, count, observations: rows.map(toStoredObservation) };
}
