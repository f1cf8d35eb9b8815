import type { EntityManager } from 'typeorm';

/** An upload nobody has heard of for so long is nobody's any more: its process was killed. */
const ABANDONED_AFTER_MS = 3_600_000;

const SWEEP = `
with abandoned as (
  update upload set state = 'FAILED', updated_at = $1
  where state in ('RECEIVING', 'CHECKING', 'STORING') and updated_at < $2 returning id
)
delete from staged_piece s where exists (select 1 from abandoned a where a.id = s.submission)
  or not exists (select 1 from upload u where u.id = s.submission and u.state in ('RECEIVING', 'CHECKING', 'STORING'))`;

/** Tells of abandoned uploads that they failed, and forgets rows that no upload under way will ask for. */
export async function sweepAbandoned(manager: EntityManager, at: Date): Promise<void> {
  await manager.query(SWEEP, [at, new Date(at.getTime() - ABANDONED_AFTER_MS)]);
}
