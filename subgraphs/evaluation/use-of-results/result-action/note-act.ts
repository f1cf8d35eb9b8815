import type { EntityManager } from 'typeorm';
import { recordAudit } from '../../audit/audit-event.repository.ts';
import type { Caller } from '../../round/round-act.service.ts';
import type { ResultAction, ResultActionAct } from './result-action.ts';
import { ResultActionRepository } from './result-action.repository.ts';

interface Act {
  readonly act: ResultActionAct;
  readonly reason: string | null;
  readonly detail: object;
  readonly at: Date;
}

/** Writes an act into the record of the action and into the audit trail, in the act's own transaction. */
export async function noteAct(
  manager: EntityManager,
  { viewer, traceId }: Caller,
  action: ResultAction,
  { act, reason, detail, at }: Act,
): Promise<void> {
  const actor = { actor: viewer.subject, actorUnit: viewer.memberUnit };
  await new ResultActionRepository(manager).note(action.id, { act, reason, detail, at, traceId, ...actor });
  const { framework, year, kind, code, rule } = action;
  await recordAudit(manager, viewer, {
    ...{ action: `result-action.${act.toLowerCase()}`, target: action.id, at, traceId },
    detail: {
      framework,
      year,
      participant: `${kind}:${code}`,
      rule,
      ...(reason === null ? {} : { reason }),
      ...detail,
    },
  });
}
