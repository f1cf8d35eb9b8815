import type { EntityManager } from 'typeorm';
import type { RoundStepName } from '../../../shared/catalogue/round/round-procedures.ts';
import { newId } from '../../../shared/primitives/identifiers.ts';
import type { Participant, ParticipantKind } from './participant.ts';

/** One act of a round, as it is written down in the transaction of the act. */
export interface RoundEventDraft {
  readonly round: string;
  readonly step: RoundStepName;
  /** SCREAMING_SNAKE_CASE, for example `GRADE_DECIDED`. */
  readonly action: string;
  /** Null for acts on the whole round. */
  readonly participant: Participant | null;
  readonly actor: string;
  readonly actorUnit: string | null;
  readonly reason: string | null;
  readonly detail: object;
  readonly at: Date;
  readonly traceId: string;
}

/** An act with its place in the round. */
export interface RoundEvent extends Omit<RoundEventDraft, 'traceId'> {
  readonly id: string;
  readonly seq: number;
}

interface EventRow {
  readonly id: string;
  readonly round: string;
  readonly seq: number;
  readonly step: RoundStepName;
  readonly action: string;
  readonly participant_kind: ParticipantKind | null;
  readonly participant: string | null;
  readonly actor: string;
  readonly actor_unit: string | null;
  readonly reason: string | null;
  readonly detail: object;
  readonly happened_at: Date;
}

/** Appends an act and gives it the next number of its round; acts on one round come one after the other. */
export async function appendRoundEvent(manager: EntityManager, event: RoundEventDraft): Promise<void> {
  await manager.query(
    `with next as (update round set seq = seq + 1 where code = $2 returning seq)
     insert into round_event (id, round, seq, step, action, participant_kind, participant, actor, actor_unit, reason,
       detail, happened_at, trace_id)
     select $1, $2, next.seq, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 from next`,
    [
      ...[newId(event.at.getTime()), event.round, event.step, event.action],
      ...[event.participant?.kind ?? null, event.participant?.code ?? null, event.actor, event.actorUnit],
      ...[event.reason, JSON.stringify(event.detail), event.at, event.traceId],
    ],
  );
}

/** Which acts are asked for: all, or those on the whole round and on the given participants. */
export interface EventQuery {
  readonly round: string;
  readonly afterSeq: number;
  /** Null for all; else codes of member units whose own acts are shown beside those of the whole round. */
  readonly units: readonly string[] | null;
  readonly limit: number;
}

const WHERE = `round = $1 and seq > $2
  and ($3::text[] is null or participant is null or (participant_kind = 'MEMBER_UNIT' and participant = any($3)))`;

export async function listRoundEvents(manager: EntityManager, query: EventQuery): Promise<RoundEvent[]> {
  const rows: EventRow[] = await manager.query(
    `select id, round, seq, step, action, participant_kind, participant, actor, actor_unit, reason, detail, happened_at
     from round_event where ${WHERE} order by seq limit $4`,
    [query.round, query.afterSeq, query.units, query.limit],
  );
  return rows.map(toEvent);
}

export async function countRoundEvents(manager: EntityManager, query: EventQuery): Promise<number> {
  const rows: { total: number }[] = await manager.query(
    `select count(*)::integer as total from round_event where ${WHERE}`,
    [query.round, -1, query.units],
  );
  return rows[0]?.total ?? 0;
}

function toEvent(row: EventRow): RoundEvent {
  const { participant_kind: kind, participant: code } = row;
  return {
    id: row.id,
    round: row.round,
    seq: row.seq,
    step: row.step,
    action: row.action,
    participant: kind === null || code === null ? null : { kind, code },
    actor: row.actor,
    actorUnit: row.actor_unit,
    reason: row.reason,
    detail: row.detail,
    at: row.happened_at,
  };
}
