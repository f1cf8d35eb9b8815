import type { EntityManager } from 'typeorm';
import { currentScope } from '../../observability/request-scope.ts';
import { dayInShanghai } from '../../primitives/calendar-day.ts';
import { sha256Hex, canonicalJson } from '../../primitives/canonical-json.ts';
import { newId } from '../../primitives/identifiers.ts';
import { AuditEntity } from './audit.entity.ts';

/** Who did what under which trace: the part of an audit record that every act has. */
export interface Act {
  readonly actor: string;
  readonly actorUnit: string | null;
  readonly action: string;
  readonly traceId: string;
}

export interface AcceptedAct extends Act {
  readonly objectType: string;
  readonly objectId: string;
  readonly afterHash: string;
  readonly detail: object;
  readonly at: Date;
}

/** Writes the records of accepted acts, in the acts' own transaction: if they cannot be written, nothing happens. */
export async function recordAccepted(manager: EntityManager, acts: readonly AcceptedAct[]): Promise<void> {
  await manager.insert(
    AuditEntity,
    acts.map((act) => ({ ...act, id: newId(), result: 'ACCEPTED', beforeHash: null, sourceAddress: sourceAddress() })),
  );
}

export interface RefusedAct extends Act {
  /** Codes of the findings, in order. */
  readonly codes: readonly string[];
  readonly payloadHash: string;
  readonly detail: object;
  readonly at: Date;
}

const UPSERT_REFUSAL = `
insert into refusal (fingerprint, actor, actor_unit, action, codes, detail, first_at, last_at, last_trace_id)
values ($1, $2, $3, $4, $5, $6, $7, $7, $8)
on conflict (fingerprint) do update
  set times = refusal.times + 1, last_at = excluded.last_at, last_trace_id = excluded.last_trace_id
returning times`;

/**
 * Records a refused act: the first of its kind in full, further ones as a count. Commits before the caller is answered.
 * Of a kind are those of one month from one address: every month of the audit tells its own, also when others are gone.
 */
export async function recordRefused(manager: EntityManager, act: RefusedAct): Promise<void> {
  const kind = [act.actor, act.action, act.payloadHash, [...act.codes]];
  const occasion = [dayInShanghai(act.at).slice(0, 7), sourceAddress()];
  const fingerprint = sha256Hex(canonicalJson([...kind, ...occasion]));
  await manager.transaction(async (transaction) => {
    const rows: { times: number }[] = await transaction.query(UPSERT_REFUSAL, [
      fingerprint,
      act.actor,
      act.actorUnit,
      act.action,
      act.codes,
      JSON.stringify(act.detail),
      act.at,
      act.traceId,
    ]);
    if (rows[0]?.times !== 1) return;
    await transaction.insert(AuditEntity, {
      at: act.at,
      id: newId(),
      actor: act.actor,
      actorUnit: act.actorUnit,
      action: act.action,
      objectType: 'refusal',
      objectId: fingerprint,
      result: 'REFUSED',
      beforeHash: null,
      afterHash: null,
      detail: act.detail,
      traceId: act.traceId,
      sourceAddress: sourceAddress(),
    });
  });
}

function sourceAddress(): string | null {
  return currentScope()?.sourceAddress ?? null;
}
