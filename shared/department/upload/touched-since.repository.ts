import type { EntityManager } from 'typeorm';
import type { Turn } from '../change-feed/feed-head.repository.ts';

const TOUCHED = `
select 1 from change c
where c.position > $2 and c.counts and exists (select 1 from staged_piece s where s.submission = $1 and s.subject = c.subject)
union all
select 1 from locked_year f
where f.decided_at > $3 and exists (
  select 1 from staged_piece s where s.submission = $1 and s.subject = f.subject and f.period_year = any(s.years))
limit 1`;

/** True where a value of a staged subject changed, or its year was frozen, since the feed stood somewhere. */
export async function touchedSince(
  manager: EntityManager,
  submission: string,
  { position, recordedAt }: Turn,
): Promise<boolean> {
  const rows: unknown[] = await manager.query(TOUCHED, [submission, position.toString(), recordedAt]);
  return rows.length > 0;
}
