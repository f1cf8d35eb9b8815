import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';

/** A cell as the state of a department knows it. */
export interface StateCell {
  readonly subject: string;
  readonly period: string;
  readonly measure: string;
  readonly dimensions: string;
  readonly value: string;
  readonly state: string;
  readonly revision: number;
  readonly memberUnit: string;
}

/** What a department's record comes to at a position of its feed. */
export interface FeedState {
  readonly position: string;
  /** How many cells have a value that counts. */
  readonly cells: number;
  /** SHA-256 over the sorted lines of all cells, see `stateLine`. */
  readonly stateHash: string;
}

/**
 * The line of a cell in the state: its members in order, each in JSON, with blanks between. Says nothing of ids or times,
 * so that the same figures reported in any way come to the same state.
 */
export function stateLine(cell: StateCell): string {
  const { subject, period, measure, dimensions, value, state, revision, memberUnit } = cell;
  return JSON.stringify([subject, period, measure, dimensions, value, state, revision, memberUnit]);
}

/** The hash of a state: SHA-256 over the SHA-256 (hex) of every line, sorted. The order of cells does not matter. */
export function hashState(cells: Iterable<StateCell>): string {
  const lines = [...cells].map((cell) => createHash('sha256').update(stateLine(cell)).digest('hex')).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** One entry of the feed as a follower sees it. */
export interface FeedEntry extends StateCell {
  readonly observationId: string;
}

/**
 * Follows the feed from zero: what is accepted or locked sets its cell, what is withdrawn empties the cell it stood in,
 * and what waits for people touches nothing.
 */
export class FeedReplay {
  private readonly cells = new Map<string, FeedEntry>();

  apply(entry: FeedEntry): void {
    const key = JSON.stringify([entry.subject, entry.period, entry.measure, entry.dimensions]);
    if (entry.state === 'ACCEPTED' || entry.state === 'LOCKED') this.cells.set(key, entry);
    else if (entry.state === 'WITHDRAWN' && this.cells.get(key)?.observationId === entry.observationId)
      this.cells.delete(key);
  }

  state(): { readonly cells: number; readonly stateHash: string } {
    return { cells: this.cells.size, stateHash: hashState(this.cells.values()) };
  }
}

/** One line for each cell that counts; what follows narrows them down. */
const LINES = `
  select encode(sha256(convert_to('[' || array_to_string(array[
    to_json(c.subject)::text, to_json(c.period)::text, to_json(c.measure)::text, to_json(c.dimensions)::text,
    to_json(coalesce(trim_scale(o.value_number)::text, o.value_text))::text, to_json(c.state)::text,
    c.revision::text, to_json(c.member_unit)::text], ',') || ']', 'UTF8')), 'hex') as hash
  from current_observation c join observation o on o.period_year = c.period_year and o.id = c.observation_id`;

const HASH_OF_LINES = `
encode(sha256(convert_to(coalesce((select string_agg(hash, '' order by hash collate "C") from line), ''), 'UTF8')), 'hex') as state_hash`;

/** The state of the department's record, in one statement and so at one instant. */
export const FEED_STATE = `
with line as (${LINES})
select (select position::text from feed_head) as position, (select count(*)::int from line) as cells, ${HASH_OF_LINES}`;

const READ_LOCKED = `
with line as (${LINES} where c.subject = $1 and c.period_year = $2 and c.state = 'LOCKED')
select (select count(*)::int from line) as cells, ${HASH_OF_LINES}`;

/** What is locked of a subject and year; its hash is that of a state which has nothing else. */
export async function readLockedState(
  manager: EntityManager,
  subject: string,
  year: number,
): Promise<Omit<FeedState, 'position'>> {
  const rows: { cells: number; state_hash: string }[] = await manager.query(READ_LOCKED, [subject, year]);
  return { cells: rows[0]?.cells ?? 0, stateHash: rows[0]?.state_hash ?? '' };
}

/** The state of the department's record now, in one statement and so at one instant. */
export async function readFeedState(manager: EntityManager): Promise<FeedState> {
  const rows: { position: string; cells: number; state_hash: string }[] = await manager.query(FEED_STATE);
  const row = rows[0];
  if (!row) throw new Error('feed_head has no row');
  return { position: row.position, cells: row.cells, stateHash: row.state_hash };
}
