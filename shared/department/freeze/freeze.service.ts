import { mayAct } from '../../identity/permission.ts';
import type { Issue } from '../../primitives/issue.ts';
import { recordAccepted } from '../audit/audit.repository.ts';
import { advanceHead, takeTurn } from '../change-feed/feed-head.repository.ts';
import { readLockedState } from '../change-feed/feed-state.ts';
import { feedLocked } from '../observation/observation-feed.repository.ts';
import { isJustification } from '../publication/publish.ts';
import type { PublishAct, PublishDependencies } from '../publication/publish-outcome.ts';
import { refuseForbidden } from '../publication/refuse-forbidden.ts';
import { freezeErrors } from './freeze.errors.ts';
import { issueLockReceipt, type LockReceipt } from './lock-receipt.ts';

/** Which values are to be locked, and why. */
export interface FreezeCommand {
  readonly subject: string;
  readonly year: number;
  /** Whose values; those of all units where it is left out. */
  readonly memberUnit?: string | null;
  readonly reason: string;
}

export interface FreezeOutcome {
  /** How many values were locked by this act; null where nothing was done. */
  readonly lockedCount: number | null;
  /** What the department attests; null where nothing was done. */
  readonly receipt: LockReceipt | null;
  readonly issues: readonly Issue[];
}

export interface FreezeService {
  freeze(command: FreezeCommand, act: PublishAct): Promise<FreezeOutcome>;
}

const FREEZE = `
insert into locked_year (subject, period_year, reason, decided_by, decided_by_unit, decided_at, trace_id)
values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`;
const FREEZE_UNIT = `
insert into locked_unit_year (subject, period_year, reason, decided_by, decided_by_unit, decided_at, trace_id, member_unit)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`;

/**
 * Locks the values of a subject and year, when the self-evaluation that rests on them is sent: from then on only
 * amendments the lead agrees to reach them. Doing it again locks what has been accepted since. Of one unit only what it
 * handed in is locked: what it left out can still come, and is locked as soon as it is accepted.
 */
export function createFreezeService(dependencies: PublishDependencies): FreezeService {
  return {
    async freeze({ subject, year, memberUnit = null, reason }, act) {
      const { viewer, traceId } = act;
      const action = `lock${dependencies.department.typePrefix}Observations`;
      if (!mayAct(viewer, 'observation:lock'))
        return refuseForbidden(dependencies, act, {
          action,
          reason: '只有协调小组办公室和评价服务可以锁定指标值',
          about: { subject, year, memberUnit },
        });
      const issues: Issue[] = [];
      if (dependencies.knowledge.subjectKind(subject) === null) issues.push(freezeErrors.subjectUnknown());
      if (!Number.isInteger(year) || year < 1949 || year > 2200) issues.push(freezeErrors.yearOutOfRange());
      if (!isJustification(reason)) issues.push(freezeErrors.reasonMissing());
      if (issues.length > 0) return { lockedCount: null, receipt: null, issues };
      return dependencies.dataSource.transaction(async (manager) => {
        const turn = await takeTurn(manager);
        const { recordedAt } = turn;
        const decided = [subject, year, reason, viewer.subject, viewer.memberUnit, recordedAt, traceId];
        if (memberUnit === null) await manager.query(FREEZE, decided);
        else await manager.query(FREEZE_UNIT, [...decided, memberUnit]);
        const place = { firstPosition: turn.position + 1n, recordedAt };
        const lockedCount = await feedLocked(manager, { subject, year, memberUnit }, place);
        if (lockedCount > 0) await advanceHead(manager, turn.position + BigInt(lockedCount));
        const receipt = issueLockReceipt(
          {
            ...{
              department: dependencies.department.service,
              act: action,
              subject,
              year,
              memberUnit,
              reason,
              lockedCount,
            },
            ...(await readLockedState(manager, subject, year)),
            position: String(turn.position + BigInt(lockedCount)),
            issuedAt: recordedAt.toISOString(),
            traceId,
          },
          dependencies.signer,
        );
        await recordAccepted(manager, [
          {
            actor: viewer.subject,
            actorUnit: viewer.memberUnit,
            action,
            traceId,
            objectType: 'subject-year',
            objectId: `${subject}:${year}`,
            afterHash: receipt.hash,
            detail: { lockedCount, memberUnit, reason, purpose: viewer.purpose, receipt: receipt.content },
            at: recordedAt,
          },
        ]);
        return { lockedCount, receipt, issues: [] };
      });
    },
  };
}
