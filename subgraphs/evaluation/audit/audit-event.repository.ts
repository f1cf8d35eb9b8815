import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import { currentScope } from '../../../shared/observability/request-scope.ts';
import { newId } from '../../../shared/primitives/identifiers.ts';

/** One act worth an entry in the audit trail. */
export interface AuditedAct {
  readonly action: string;
  /** What it was done to. */
  readonly target: string;
  readonly detail: object;
  readonly at: Date;
  readonly traceId: string;
}

/** Writes the audit trail, in the transaction of the act itself. */
export async function recordAudit(manager: EntityManager, viewer: Viewer, act: AuditedAct): Promise<void> {
  await manager.query(
    `insert into audit_event (id, happened_at, actor, member_unit, action, target, detail, trace_id, source_address)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      newId(act.at.getTime()),
      act.at,
      viewer.subject,
      viewer.memberUnit,
      act.action,
      act.target,
      JSON.stringify(act.detail),
      act.traceId,
      currentScope()?.sourceAddress ?? null,
    ],
  );
}
