import type { EntityManager } from 'typeorm';
import type { ObservationState } from '../../graphql/observation-state.type.ts';
import { toState } from '../observation/observation.repository.ts';
import { type ReceiptRow, toReceipt } from '../receipt/receipt.repository.ts';
import type { Receipt } from '../receipt/receipt.ts';
import {
  type ApprovalPolicy,
  CAPACITIES,
  type Capacity,
  type Publication,
  type PublicationEvent,
  type PublicationKind,
} from './publication.ts';
import { PublicationEntity } from './publication.entity.ts';

/** What a unit's publications need, as the lead decided. */
export interface PolicyDecision {
  readonly policy: ApprovalPolicy;
  /** How many people of the unit sign under FOUR_EYES besides the filler: 1 (审核人) or 2 (审核人 and 单位负责人). */
  readonly approvals: number;
}

/** The approval policy of a unit; AUTOMATIC until the lead decides otherwise. */
export async function readPolicy(manager: EntityManager, memberUnit: string): Promise<PolicyDecision> {
  const rows: { policy: string; approvals: number }[] = await manager.query(
    'select policy, approvals from approval_policy where member_unit = $1',
    [memberUnit],
  );
  const row = rows[0];
  return { policy: row?.policy === 'FOUR_EYES' ? 'FOUR_EYES' : 'AUTOMATIC', approvals: row?.approvals ?? 1 };
}

/** Stores a publication; its steps follow with `storeEvents`. */
export async function storePublication(manager: EntityManager, publication: Publication): Promise<void> {
  await manager.insert(PublicationEntity, { ...publication });
}

/** A publication as it stands now. */
export interface PublicationView extends Publication {
  readonly state: ObservationState;
  readonly feedPosition: string | null;
  readonly events: readonly PublicationEvent[];
  /** The receipt of the reporting itself. */
  readonly receipt: Receipt | null;
  /** The receipts of every act on it, in order. */
  readonly receipts: readonly Receipt[];
}

const COLUMNS = `
select p.*,
  (select max(last_position)::text from publication_event e where e.publication_id = p.id) as feed_position,
  (select jsonb_agg(jsonb_build_object('ordinal', e.ordinal, 'state', e.state, 'actor', e.actor, 'actorUnit', e.actor_unit,
     'capacity', e.capacity, 'reasonCode', e.reason_code, 'reason', e.reason, 'deadline', e.deadline, 'at', e.at) order by e.ordinal)
   from publication_event e where e.publication_id = p.id) as events,
  (select jsonb_agg(jsonb_build_object('member_unit', r.member_unit, 'sequence', r.sequence, 'publication_id', r.publication_id,
     'previous_hash', r.previous_hash, 'hash', r.hash, 'signature', r.signature, 'signed_by', r.signed_by,
     'content', r.content, 'issued_at', r.issued_at) order by r.sequence)
   from receipt r where r.publication_id = p.id) as receipts
from publication p`;

const FIND = `${COLUMNS} where p.id = any($1::uuid[])`;

/** Publications by id with their events and receipts, in one statement. */
export async function findPublications(manager: EntityManager, ids: readonly string[]): Promise<PublicationView[]> {
  const rows: PublicationRow[] = await manager.query(FIND, [ids]);
  return rows.map(toPublicationView);
}

/** Which publications are wanted; null does not narrow. */
export interface PublicationFilter {
  /** Units whose publications the viewer may see; null for all. */
  readonly units: readonly string[] | null;
  /** Units whose drafts the viewer may see. */
  readonly draftsOf: readonly string[];
  readonly memberUnit: string | null;
  readonly states: readonly string[] | null;
  readonly kinds: readonly string[] | null;
}

/** A place in the order newest first. */
export interface PublicationPlace {
  readonly at: string;
  readonly id: string;
}

const WHERE = `
where ($1::text[] is null or s.member_unit = any($1)) and ($2::text is null or s.member_unit = $2)
  and ($3::text[] is null or s.state = any($3)) and ($4::text[] is null or s.kind = any($4))
  and (s.state <> 'DRAFT' or s.member_unit = any($5))`;

const LIST = `
${COLUMNS} join (
  select s.publication_id, s.created_at from publication_state s ${WHERE}
    and ($6::timestamptz is null or (s.created_at, s.publication_id) < ($6, $7::uuid))
  order by s.created_at desc, s.publication_id desc limit $8
) page on page.publication_id = p.id
order by page.created_at desc, p.id desc`;

/** One page of publications, newest first, by one statement. */
export async function listPublications(
  manager: EntityManager,
  filter: PublicationFilter,
  after: PublicationPlace | null,
  limit: number,
): Promise<PublicationView[]> {
  const place = [after?.at ?? null, after?.id ?? null, limit];
  const rows: PublicationRow[] = await manager.query(LIST, [...filterParameters(filter), ...place]);
  return rows.map(toPublicationView);
}

export async function countPublications(manager: EntityManager, filter: PublicationFilter): Promise<number> {
  const statement = `select count(*)::int as count from publication_state s ${WHERE}`;
  const rows: { count: number }[] = await manager.query(statement, filterParameters(filter));
  return rows[0]?.count ?? 0;
}

function filterParameters({ units, memberUnit, states, kinds, draftsOf }: PublicationFilter): unknown[] {
  return [units, memberUnit, states, kinds, draftsOf];
}

interface PublicationRow {
  id: string;
  member_unit: string;
  kind: string;
  justification: string | null;
  mode: string;
  channel: string;
  policy: string;
  idempotency_key: string;
  submitted_by: string;
  submitted_by_unit: string | null;
  reported_on: string;
  is_demo: boolean;
  row_count: number;
  unchanged_count: number;
  created_at: Date;
  feed_position: string | null;
  events: {
    ordinal: number;
    state: string;
    actor: string;
    actorUnit: string | null;
    capacity: string | null;
    reasonCode: string | null;
    reason: string | null;
    deadline: string | null;
    at: string;
  }[];
  receipts: (Omit<ReceiptRow, 'issued_at'> & { issued_at: string })[] | null;
}

function toPublicationView(row: PublicationRow): PublicationView {
  const events = row.events.map((event) => ({
    ...event,
    state: toState(event.state),
    capacity: toCapacity(event.capacity),
    at: new Date(event.at),
  }));
  const last = events.at(-1);
  if (!last) throw new Error(`publication ${row.id} has no event`);
  const receipts = (row.receipts ?? []).map((receipt) =>
    toReceipt({ ...receipt, issued_at: new Date(receipt.issued_at) }),
  );
  return {
    id: row.id,
    memberUnit: row.member_unit,
    kind: toKind(row.kind),
    justification: row.justification,
    mode: row.mode === 'PARTIAL' ? 'PARTIAL' : 'ATOMIC',
    channel: row.channel === 'UPLOAD' ? 'UPLOAD' : row.channel === 'REGISTER' ? 'REGISTER' : 'MUTATION',
    policy: row.policy === 'FOUR_EYES' ? 'FOUR_EYES' : 'AUTOMATIC',
    idempotencyKey: row.idempotency_key,
    submittedBy: row.submitted_by,
    submittedByUnit: row.submitted_by_unit,
    reportedOn: row.reported_on,
    isDemo: row.is_demo,
    rowCount: row.row_count,
    unchangedCount: row.unchanged_count,
    createdAt: row.created_at,
    state: last.state,
    feedPosition: row.feed_position,
    events,
    receipt: receipts[0] ?? null,
    receipts,
  };
}

export function toKind(text: string): PublicationKind {
  return text === 'AMENDMENT' || text === 'WITHDRAWAL' ? text : 'REPORT';
}

function toCapacity(text: string | null): Capacity | null {
  return CAPACITIES.find((capacity) => capacity === text) ?? null;
}
