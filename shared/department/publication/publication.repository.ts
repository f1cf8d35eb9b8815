import type { EntityManager } from 'typeorm';
import type { ObservationState } from '../../graphql/observation-state.type.ts';
import { toState } from '../observation/observation.repository.ts';
import type { Receipt } from '../receipt/receipt.ts';
import type { ApprovalPolicy, Publication, PublicationEvent } from './publication.ts';
import { PublicationEntity } from './publication.entity.ts';
import { PublicationEventEntity } from './publication-event.entity.ts';

/** The approval policy of a unit; AUTOMATIC until the lead decides otherwise. */
export async function readPolicy(manager: EntityManager, memberUnit: string): Promise<ApprovalPolicy> {
  const rows: { policy: string }[] = await manager.query('select policy from approval_policy where member_unit = $1', [
    memberUnit,
  ]);
  return rows[0]?.policy === 'FOUR_EYES' ? 'FOUR_EYES' : 'AUTOMATIC';
}

export interface EventToStore {
  readonly state: ObservationState;
  readonly actor: string;
  readonly actorUnit: string | null;
  readonly reason: string | null;
}

/** Stores a publication with the steps it has taken; the last step carries the feed positions of its observations. */
export async function storePublication(
  manager: EntityManager,
  publication: Publication,
  events: readonly EventToStore[],
  commit: { firstPosition: bigint; lastPosition: bigint; traceId: string },
): Promise<void> {
  await manager.insert(PublicationEntity, { ...publication });
  await manager.insert(
    PublicationEventEntity,
    events.map((event, ordinal) => {
      const isLast = ordinal === events.length - 1;
      return {
        ...event,
        publicationId: publication.id,
        ordinal,
        at: publication.createdAt,
        traceId: commit.traceId,
        firstPosition: isLast ? commit.firstPosition.toString() : null,
        lastPosition: isLast ? commit.lastPosition.toString() : null,
      };
    }),
  );
}

/** A publication as it stands now. */
export interface PublicationView extends Publication {
  readonly state: ObservationState;
  readonly feedPosition: string | null;
  readonly events: readonly PublicationEvent[];
  readonly receipt: Receipt | null;
}

const FIND = `
select p.*, r.sequence, r.previous_hash, r.hash, r.signature, r.signed_by, r.content, r.issued_at,
  (select max(last_position)::text from publication_event e where e.publication_id = p.id) as feed_position,
  (select jsonb_agg(jsonb_build_object('ordinal', e.ordinal, 'state', e.state, 'actor', e.actor, 'actorUnit', e.actor_unit,
     'reasonCode', e.reason_code, 'reason', e.reason, 'at', e.at) order by e.ordinal)
   from publication_event e where e.publication_id = p.id) as events
from publication p left join receipt r on r.publication_id = p.id
where p.id = any($1::uuid[])`;

/** Publications by id with their events and receipts, in one statement. */
export async function findPublications(manager: EntityManager, ids: readonly string[]): Promise<PublicationView[]> {
  const rows: PublicationRow[] = await manager.query(FIND, [ids]);
  return rows.map(toPublicationView);
}

interface PublicationRow {
  id: string;
  member_unit: string;
  mode: string;
  channel: string;
  policy: string;
  idempotency_key: string;
  submitted_by: string;
  submitted_by_unit: string | null;
  reported_on: string;
  is_demo: boolean;
  row_count: number;
  created_at: Date;
  feed_position: string | null;
  events: {
    ordinal: number;
    state: string;
    actor: string;
    actorUnit: string | null;
    reasonCode: string | null;
    reason: string | null;
    at: string;
  }[];
  sequence: string | null;
  previous_hash: string;
  hash: string;
  signature: string;
  signed_by: string;
  content: string;
  issued_at: Date;
}

function toPublicationView(row: PublicationRow): PublicationView {
  const events = row.events.map((event) => ({ ...event, state: toState(event.state), at: new Date(event.at) }));
  const last = events.at(-1);
  if (!last) throw new Error(`publication ${row.id} has no event`);
  return {
    id: row.id,
    memberUnit: row.member_unit,
    mode: row.mode === 'PARTIAL' ? 'PARTIAL' : 'ATOMIC',
    channel: row.channel === 'UPLOAD' ? 'UPLOAD' : row.channel === 'REGISTER' ? 'REGISTER' : 'MUTATION',
    policy: row.policy === 'FOUR_EYES' ? 'FOUR_EYES' : 'AUTOMATIC',
    idempotencyKey: row.idempotency_key,
    submittedBy: row.submitted_by,
    submittedByUnit: row.submitted_by_unit,
    reportedOn: row.reported_on,
    isDemo: row.is_demo,
    rowCount: row.row_count,
    createdAt: row.created_at,
    state: last.state,
    feedPosition: row.feed_position,
    events,
    receipt: row.sequence === null ? null : toReceipt(row, row.sequence),
  };
}

function toReceipt(row: PublicationRow, sequence: string): Receipt {
  return {
    memberUnit: row.member_unit,
    sequence: Number(sequence),
    publicationId: row.id,
    previousHash: row.previous_hash,
    hash: row.hash,
    signature: row.signature,
    signedBy: row.signed_by,
    content: row.content,
    issuedAt: row.issued_at,
  };
}
