import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { toState } from '../observation/observation.repository.ts';
import { CAPACITIES } from '../publication/publication.ts';
import { toKind } from '../publication/publication.repository.ts';
import type { ActSubject } from './act.ts';

const LOCK = `
select publication_id from publication_state where publication_id = any($1::uuid[])
order by created_at, publication_id for update`;

// A statement of its own: what waited for a lock sees the locked row anew, but everything else as it was before.
const READ = `
select s.publication_id as id, s.member_unit, s.kind, s.state, s.event_count, s.created_at, p.row_count, p.reported_on,
  coalesce(a.policy, 'AUTOMATIC') as policy, coalesce(a.approvals, 1) as approvals,
  (select r.content::jsonb ->> 'rowsHash' from receipt r where r.publication_id = s.publication_id order by r.sequence limit 1) as rows_hash,
  (select jsonb_agg(jsonb_build_object('state', e.state, 'actor', e.actor, 'capacity', e.capacity) order by e.ordinal)
   from publication_event e where e.publication_id = s.publication_id) as events
from publication_state s
join publication p on p.id = s.publication_id
left join approval_policy a on a.member_unit = s.member_unit
where s.publication_id = any($1::uuid[])
order by s.created_at, s.publication_id`;

interface Row {
  readonly id: string;
  readonly member_unit: string;
  readonly kind: string;
  readonly state: string;
  readonly event_count: number;
  readonly created_at: Date;
  readonly row_count: number;
  readonly reported_on: string;
  readonly policy: string;
  readonly approvals: number;
  readonly rows_hash: string | null;
  readonly events: unknown;
}

const eventsSchema = z.array(
  z.object({ state: z.string(), actor: z.string(), capacity: z.enum(CAPACITIES).nullable() }),
);

/** Publications for an act, oldest first, locked until the act is done; unknown ids are left out. */
export async function lockPublications(manager: EntityManager, ids: readonly string[]): Promise<ActSubject[]> {
  await manager.query(LOCK, [ids]);
  const rows: Row[] = await manager.query(READ, [ids]);
  return rows.map((row) => ({
    id: row.id,
    memberUnit: row.member_unit,
    kind: toKind(row.kind),
    state: toState(row.state),
    policy: { policy: row.policy === 'FOUR_EYES' ? 'FOUR_EYES' : 'AUTOMATIC', approvals: row.approvals },
    eventCount: row.event_count,
    rowCount: row.row_count,
    reportedOn: row.reported_on,
    createdAt: row.created_at,
    rowsHash: row.rows_hash ?? '',
    events: eventsSchema.parse(row.events),
  }));
}

/** Gives an act on publications of very many rows the time it takes. */
export async function allowLongAct(manager: EntityManager): Promise<void> {
  await manager.query("set local statement_timeout = '10min'");
}

/** What keeps a publication from being accepted. */
export interface Obstacle {
  readonly superseded: number;
  readonly frozen: number;
  /** Cells that have no counting value any more, and so nothing to amend. */
  readonly empty: number;
}

const OBSTACLES = `
select o.publication_id,
  count(*) filter (where c.revision >= o.revision)::int as superseded,
  count(*) filter (where f.subject is not null or c.state = 'LOCKED')::int as frozen,
  count(*) filter (where c.subject is null and f.subject is null)::int as empty
from observation o
left join current_observation c on c.subject = o.subject and c.period = o.period and c.measure = o.measure and c.dimensions = o.dimensions
left join locked_year f on f.subject = o.subject and f.period_year = o.period_year
where o.publication_id = any($1::uuid[]) and not o.is_derived
group by o.publication_id`;

/** Cells of publications that newer revisions have overtaken or that are frozen, by publication. */
export async function findObstacles(
  manager: EntityManager,
  publications: readonly string[],
): Promise<Map<string, Obstacle>> {
  const rows: (Obstacle & { publication_id: string })[] = await manager.query(OBSTACLES, [publications]);
  return new Map(rows.map(({ publication_id, ...obstacle }) => [publication_id, obstacle]));
}

/** A value a withdrawal asks to take out that still counts. */
export interface WithdrawalTarget {
  readonly publicationId: string;
  readonly uuid: string;
  readonly periodYear: number;
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: string;
}

const TARGETS = `
select w.publication_id as "publicationId", w.observation_id as uuid, w.period_year as "periodYear",
  c.subject, c.measure, c.period, c.dimensions
from withdrawal_target w
join observation o on o.period_year = w.period_year and o.id = w.observation_id
join current_observation c on c.subject = o.subject and c.period = o.period and c.measure = o.measure
  and c.dimensions = o.dimensions and c.observation_id = o.id
where w.publication_id = any($1::uuid[])
order by array_position($1::uuid[], w.publication_id), w.ordinal`;

/** What withdrawals would take out of the record as it stands. */
export async function findTargets(
  manager: EntityManager,
  publications: readonly string[],
): Promise<WithdrawalTarget[]> {
  return manager.query(TARGETS, [publications]);
}
