import type { EntityManager } from 'typeorm';

/** The department's turn to commit: feed position so far, and the instant everything in this commit is recorded at. */
export interface Turn {
  readonly position: bigint;
  readonly recordedAt: Date;
}

// Milliseconds, because that is what clients see and hand back as asOf; always later than the turn before, so that
// nothing is ever added to what an instant stands for. Who has the turn waits for nobody long: rows of a large
// submission not yet committed would hold up all others, see `waitForLargeOnes`.
const TAKE = `
update feed_head
set recorded_at = greatest(date_trunc('milliseconds', clock_timestamp()), recorded_at + interval '1 millisecond')
returning position, recorded_at, set_config('lock_timeout', '800ms', true)`;

const ADVANCE = `
with moved as (update feed_head set position = $1 returning position, recorded_at)
insert into feed_mark (position, recorded_at) select position, recorded_at from moved`;

/** Takes the department's turn: everything after this until commit is in feed order. Keep it short. */
export async function takeTurn(manager: EntityManager): Promise<Turn> {
  const [rows]: [{ position: string; recorded_at: Date }[], number] = await manager.query(TAKE);
  const head = rows[0];
  if (!head) throw new Error('feed_head has no row');
  return { position: BigInt(head.position), recordedAt: head.recorded_at };
}

/** Sets the head to the last position used and wakes those who follow the feed, at commit. */
export async function advanceHead(manager: EntityManager, position: bigint): Promise<void> {
  await manager.query(ADVANCE, [position.toString()]);
  await manager.query('select pg_notify($1, $2)', [CHANGE_CHANNEL, position.toString()]);
}

/** Where the feed stands, without taking a turn. */
export async function seeTurn(manager: EntityManager): Promise<Turn> {
  const rows: { position: string; recorded_at: Date }[] = await manager.query(
    'select position, recorded_at from feed_head',
  );
  const head = rows[0];
  if (!head) throw new Error('feed_head has no row');
  return { position: BigInt(head.position), recordedAt: head.recorded_at };
}

const POSITION_AT = `
select coalesce((select position from feed_mark where recorded_at <= $1 order by recorded_at desc, position desc limit 1), 0)::text
  as position`;

/** The feed position an instant stands for: everything recorded at or before it. */
export async function positionAt(manager: EntityManager, instant: Date): Promise<string> {
  const rows: { position: string }[] = await manager.query(POSITION_AT, [instant]);
  return rows[0]?.position ?? '0';
}

/** The last position committed. */
export async function readHead(manager: EntityManager): Promise<string> {
  const rows: { position: string }[] = await manager.query('select position from feed_head');
  return rows[0]?.position ?? '0';
}

/** PostgreSQL notification channel of a department's database. */
export const CHANGE_CHANNEL = 'observation_change';
