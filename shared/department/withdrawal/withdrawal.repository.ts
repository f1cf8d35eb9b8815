import type { EntityManager } from 'typeorm';
import type { AttestedRow } from '../publication/publication-receipt.ts';

/** A value of a publication that still counts. */
export interface CountingValue extends AttestedRow {
  readonly uuid: string;
  readonly periodYear: number;
}

const COUNTING = `
select o.id as uuid, o.period_year as "periodYear", o.subject, o.measure, o.period, o.dimensions, o.revision,
  o.member_unit as "memberUnit", o.is_derived as "isDerived", coalesce(trim_scale(o.value_number)::text, o.value_text) as value
from observation o
join current_observation c on c.subject = o.subject and c.period = o.period and c.measure = o.measure
  and c.dimensions = o.dimensions and c.observation_id = o.id
where o.publication_id = $1 and o.member_unit = $2 and not o.is_derived
order by o.ordinal`;

/** The values a unit handed in with a publication that still count, in the order handed in. */
export async function countingValues(
  manager: EntityManager,
  publication: string,
  memberUnit: string,
): Promise<CountingValue[]> {
  return manager.query(COUNTING, [publication, memberUnit]);
}

const STORE = `
insert into withdrawal_target (publication_id, period_year, observation_id, ordinal)
select $1, a.period_year, a.id, a.ordinal from unnest($2::int[], $3::uuid[]) with ordinality as a (period_year, id, ordinal)`;

/** Stores what a withdrawal asks to take out. */
export async function storeTargets(
  manager: EntityManager,
  publicationId: string,
  targets: readonly CountingValue[],
): Promise<void> {
  await manager.query(STORE, [
    publicationId,
    targets.map(({ periodYear }) => periodYear),
    targets.map(({ uuid }) => uuid),
  ]);
}
