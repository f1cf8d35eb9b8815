import type { EntityManager } from 'typeorm';

const TOUCHED = `
select 1 from change c
where c.position > $2 and c.counts and exists (select 1 from staged_row s where s.submission = $1 and s.subject = c.subject)
limit 1`;

/** True where a value of a staged subject changed after a feed position: what was examined may no longer hold. */
export async function touchedSince(manager: EntityManager, submission: string, position: bigint): Promise<boolean> {
  const rows: unknown[] = await manager.query(TOUCHED, [submission, position.toString()]);
  return rows.length > 0;
}
