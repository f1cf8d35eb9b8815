import type { EntityManager } from 'typeorm';
import { mayAct } from '../../identity/permission.ts';
import { canonicalJson, sha256Hex } from '../../primitives/canonical-json.ts';
import type { Issue } from '../../primitives/issue.ts';
import { recordAccepted } from '../audit/audit.repository.ts';
import { takeTurn } from '../change-feed/feed-head.repository.ts';
import type { PolicyDecision } from '../publication/publication.repository.ts';
import type { PublishAct, PublishDependencies } from '../publication/publish-outcome.ts';
import { refuseForbidden } from '../publication/refuse-forbidden.ts';

/** A unit's way of approving, as the lead decides it. */
export interface PolicyCommand extends PolicyDecision {
  readonly memberUnit: string;
}

export interface UnitPolicy extends PolicyCommand {
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

export interface PolicyOutcome {
  readonly policy: UnitPolicy | null;
  readonly issues: readonly Issue[];
}

export interface PolicyService {
  decide(command: PolicyCommand, act: PublishAct): Promise<PolicyOutcome>;
  /** The policies of all units the department carries, in official order. */
  list(): Promise<UnitPolicy[]>;
}

const DECIDE = `
insert into approval_policy as a (member_unit, policy, approvals, decided_by, decided_at) values ($1, $2, $3, $4, $5)
on conflict (member_unit) do update set policy = excluded.policy, approvals = excluded.approvals,
  decided_by = excluded.decided_by, decided_at = excluded.decided_at`;

/** How many eyes each unit's publications need: AUTOMATIC until the lead decides otherwise. */
export function createPolicyService(dependencies: PublishDependencies): PolicyService {
  const { knowledge, dataSource, clock, department } = dependencies;
  return {
    async decide(command, act) {
      const { viewer, traceId } = act;
      const action = `decide${department.typePrefix}ApprovalPolicy`;
      if (!mayAct(viewer, 'policy:decide'))
        return refuseForbidden(dependencies, act, {
          action,
          reason: '只有协调小组办公室可以决定审签方式',
          about: { ...command },
        });
      const { memberUnit, policy, approvals } = command;
      if (!knowledge.units.has(memberUnit))
        return { policy: null, issues: [notCarried(knowledge.unitName(memberUnit))] };
      if (approvals !== 1 && approvals !== 2) return { policy: null, issues: [wrongApprovals()] };
      const at = clock.now();
      await dataSource.transaction(async (manager) => {
        // What is being stored goes by the policy before; what takes its turn after this goes by the new one.
        await takeTurn(manager);
        await manager.query(DECIDE, [memberUnit, policy, approvals, viewer.subject, at]);
        await recordAccepted(manager, [
          {
            actor: viewer.subject,
            actorUnit: viewer.memberUnit,
            action,
            traceId,
            objectType: 'approval-policy',
            objectId: memberUnit,
            afterHash: sha256Hex(canonicalJson({ memberUnit, policy, approvals })),
            detail: { policy, approvals, purpose: viewer.purpose },
            at,
          },
        ]);
      });
      return { policy: { ...command, decidedBy: viewer.subject, decidedAt: at }, issues: [] };
    },
    async list() {
      const decided = await readPolicies(dataSource.manager);
      return [...knowledge.units].map(
        (memberUnit) =>
          decided.get(memberUnit) ?? {
            memberUnit,
            policy: 'AUTOMATIC',
            approvals: 1,
            decidedBy: null,
            decidedAt: null,
          },
      );
    },
  };
}

async function readPolicies(manager: EntityManager): Promise<Map<string, UnitPolicy>> {
  const rows: { member_unit: string; policy: string; approvals: number; decided_by: string; decided_at: Date }[] =
    await manager.query('select member_unit, policy, approvals, decided_by, decided_at from approval_policy');
  return new Map(
    rows.map((row) => [
      row.member_unit,
      {
        memberUnit: row.member_unit,
        policy: row.policy === 'FOUR_EYES' ? 'FOUR_EYES' : 'AUTOMATIC',
        approvals: row.approvals,
        decidedBy: row.decided_by,
        decidedAt: row.decided_at,
      },
    ]),
  );
}

function notCarried(name: string): Issue {
  return {
    code: 'UNIT_NOT_CARRIED',
    severity: 'ERROR',
    path: ['memberUnit'],
    row: null,
    message: `${name}的数据不在本子图报送`,
    messageEn: 'this subgraph does not carry the unit',
    rule: 'policy.unit',
    remedy: '到承载该单位的子图决定',
  };
}

function wrongApprovals(): Issue {
  return {
    code: 'APPROVALS_OUT_OF_RANGE',
    severity: 'ERROR',
    path: ['approvals'],
    row: null,
    message: '审签人数应为 1（审核人）或 2（审核人和单位负责人）',
    messageEn: 'approvals must be 1 or 2',
    rule: 'policy.approvals',
    remedy: '写 1 或 2',
  };
}
