import { In, type DataSource } from 'typeorm';
import { ServiceAvailabilityEntity } from './availability.entity.ts';
import type { ServiceAvailability } from './availability.ts';

/** Where changes of availability are kept. */
export interface AvailabilityStore {
  /** Records those that differ from what is stored; answers what is stored then, for all of them. */
  record(changed: readonly ServiceAvailability[]): Promise<ServiceAvailability[]>;
}

/**
 * One statement tells news from what another replica has written already, and writes state and event together.
 * A state that did not change keeps its `since`, also over a restart of the hub.
 */
const RECORD = `
with seen as (
  select * from unnest($1::text[], $2::text[], $3::timestamptz[]) as t (service, state, at)
), changed as (
  insert into service_availability as stored (service, state, since, checked_at)
  select service, state, at, at from seen order by service
  on conflict (service) do update
    set state = excluded.state, since = excluded.since, checked_at = excluded.checked_at
    where stored.state <> excluded.state
  returning service, state, since
)
insert into availability_event (service, state, at)
select service, state, since from changed
on conflict do nothing`;

export function createAvailabilityRepository(dataSource: DataSource): AvailabilityStore {
  return {
    async record(changed) {
      await dataSource.query(RECORD, [
        changed.map(({ service }) => service),
        changed.map(({ state }) => state),
        changed.map(({ checkedAt }) => checkedAt),
      ]);
      const services = changed.map(({ service }) => service);
      return dataSource.manager.findBy(ServiceAvailabilityEntity, { service: In(services) });
    },
  };
}
