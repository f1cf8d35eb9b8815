import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../graphql/context.ts';
import { Requires } from '../../graphql/requires.ts';
import { toUserError, type UserError } from '../../graphql/user-error.type.ts';
import type { Department } from '../department.ts';
import type { UnitPolicy } from '../policy/policy.service.ts';
import type { DepartmentServices } from './department-services.ts';
import type {
  DecideInputShape,
  LockInputShape,
  LockPayloadShape,
  OfficeTypes,
  PolicyShape,
  WaiveInputShape,
} from './office-types.ts';

/** What the office decides about reporting, on the graph. */
export function createOfficeResolver(
  { typePrefix, fieldPrefix, label }: Department,
  types: OfficeTypes,
  services: DepartmentServices,
) {
  @Resolver()
  class OfficeResolver {
    @Requires('observation:lock')
    @Mutation(() => types.LockPayload, {
      name: `lock${typePrefix}Observations`,
      description: `锁定${label}子图中一个评价对象一年的指标值：自评报出后，只有经核收的更正能改变它们`,
    })
    async lock(
      @Arg('input', () => types.LockInput, { description: '锁定什么' }) input: LockInputShape,
      @Ctx() { viewer, trace }: SubgraphContext,
    ): Promise<LockPayloadShape> {
      const { lockedCount, receipt, issues } = await services.freezes.freeze(input, { viewer, traceId: trace.traceId });
      return { lockedCount, receipt, errors: issues.map(toUserError) };
    }

    @Requires('rule:waive')
    @Mutation(() => types.WaivePayload, {
      name: `waive${typePrefix}Rule`,
      description: `对${label}子图的一个值豁免一条强制性审核规则；责任单位再报此值时即不因该规则被拒`,
    })
    async waive(
      @Arg('input', () => types.WaiveInput, { description: '豁免什么' }) input: WaiveInputShape,
      @Ctx() { viewer, trace }: SubgraphContext,
    ): Promise<{ waiver: string | null; errors: UserError[] }> {
      const dimensions = (input.dimensions ?? []).map(({ key, code }) => ({ key, code }));
      const { id, issues } = await services.waivers.waive({ ...input, dimensions }, { viewer, traceId: trace.traceId });
      return { waiver: id, errors: issues.map(toUserError) };
    }

    @Requires('policy:decide')
    @Mutation(() => types.DecidePayload, {
      name: `decide${typePrefix}ApprovalPolicy`,
      description: `决定一个成员单位在${label}子图的审签方式`,
    })
    async decide(
      @Arg('input', () => types.DecideInput, { description: '决定什么' }) input: DecideInputShape,
      @Ctx() { viewer, trace }: SubgraphContext,
    ): Promise<{ policy: PolicyShape | null; errors: UserError[] }> {
      const command = { memberUnit: input.memberUnit, policy: input.policy, approvals: input.approvals ?? 1 };
      const { policy, issues } = await services.policies.decide(command, { viewer, traceId: trace.traceId });
      return { policy: policy && toShape(policy), errors: issues.map(toUserError) };
    }

    @Requires('publication:read')
    @Query(() => [types.Policy], {
      name: `${fieldPrefix}ApprovalPolicies`,
      nullable: true,
      description: `${label}子图各成员单位的审签方式，按单位次序`,
    })
    async approvalPolicies(): Promise<PolicyShape[]> {
      return (await services.policies.list()).map(toShape);
    }
  }
  return OfficeResolver;
}

function toShape({ memberUnit, ...policy }: UnitPolicy): PolicyShape {
  return { ...policy, memberUnit: { code: memberUnit } };
}
