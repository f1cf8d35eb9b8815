import type { EntityManager } from 'typeorm';
import {
  OBSERVATION_COLUMNS,
  type ObservationRow,
  toStoredObservation,
} from '../observation/observation.repository.ts';
import type { StoredObservation } from '../observation/observation.ts';

/** One entry of the change feed: an observation came to a state. */
export interface Change {
  readonly position: string;
  readonly recordedAt: Date;
  readonly observation: StoredObservation;
}

const AFTER = `
select c.position, c.state, c.recorded_at as changed_at, ${OBSERVATION_COLUMNS}
from (select * from change where position > $1 order by position limit $2) c
join observation o on o.period_year = c.period_year and o.id = c.observation_id
join publication p on p.id = o.publication_id
order by c.position`;

/** The entries after a position, in commit order, whole values with them. */
export async function readChanges(manager: EntityManager, after: string, limit: number): Promise<Change[]> {
  const rows: (ObservationRow & { position: string; changed_at: Date })[] = await manager.query(AFTER, [after, limit]);
  return rows.map((row) => ({
    position: row.position,
    recordedAt: row.changed_at,
    observation: toStoredObservation(row),
  }));
}
