import type { EntityManager } from 'typeorm';

/** The department's turn to commit: feed position so far, and the instant everything in this commit is recorded at. */
export interface Turn {
  readonly position: bigint;
  readonly recordedAt: Date;
}

// Milliseconds, because that is what clients see and hand back as asOf; never earlier than the commit before.
const TAKE = `
update feed_head set recorded_at = greatest(date_trunc('milliseconds', clock_timestamp()), recorded_at)
returning position, recorded_at`;

const ADVANCE = 'update feed_head set position = $1';

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

/** The last position committed. */
export async function readHead(manager: EntityManager): Promise<string> {
  const rows: { position: string }[] = await manager.query('select position from feed_head');
  return rows[0]?.position ?? '0';
}

/** PostgreSQL notification channel of a department's database. */
export const CHANGE_CHANNEL = 'observation_change';
