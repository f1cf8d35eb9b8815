import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type Connection, mapPage, pageRequest, toConnection } from '../../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../../shared/graphql/context.ts';
import { Requires } from '../../../../shared/graphql/requires.ts';
import { toUserError } from '../../../../shared/graphql/user-error.type.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import type { PolicyProblem as Problem } from './policy-problem.ts';
import type { PolicyProblemService } from './policy-problem.service.ts';
import {
  AnswerPolicyProblemInput,
  AnswerPolicyProblemPayload,
  CreatePolicyProblemInput,
  CreatePolicyProblemPayload,
  PolicyProblem,
  PolicyProblemConnection,
} from './policy-problem.type.ts';

/** Problems on record and their answers. */
export function createPolicyProblemResolver(problems: PolicyProblemService) {
  @Resolver(() => PolicyProblem)
  class PolicyProblemResolver {
    @Requires('result-action:read')
    @Query(() => PolicyProblemConnection, {
      nullable: true,
      description: '重点难点问题，按登记的先后；单位只看到本单位登记的',
    })
    async policyProblems(
      @Ctx() { viewer }: SubgraphContext,
      @Arg('framework', () => ID, { nullable: true, description: '指标体系代码' }) framework?: string | null,
      @Arg('year', () => Int, { nullable: true, description: '评价年度' }) year?: number | null,
      @Arg('isAnswered', () => Boolean, { nullable: true, description: '是否已答复' }) isAnswered?: boolean | null,
      @Arg('first', () => Int, { nullable: true, description: '取前几项，1 至 500，默认 20' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从这个游标之后取' }) after?: string | null,
    ): Promise<Connection<PolicyProblem>> {
      const filter = { framework: framework ?? null, year: year ?? null, isAnswered: isAnswered ?? null };
      return toConnection(mapPage(await problems.page(viewer, filter, pageRequest(first, after)), toView));
    }

    @Requires('policy-problem:raise')
    @Mutation(() => CreatePolicyProblemPayload, { description: '登记一项重点难点问题和解决办法' })
    async createPolicyProblem(
      @Arg('input', () => CreatePolicyProblemInput, { description: '问题和解决办法' }) input: CreatePolicyProblemInput,
      @Ctx() { viewer, trace }: SubgraphContext,
    ): Promise<CreatePolicyProblemPayload> {
      const { indicatorKey = null, addressee = null } = input;
      const order = { ...input, indicatorKey, addressee };
      return payload(await problems.create({ viewer, traceId: trace.traceId }, order));
    }

    @Requires('result-action:raise')
    @Mutation(() => AnswerPolicyProblemPayload, { description: '登记政策制定部门对一项问题的答复' })
    async answerPolicyProblem(
      @Arg('input', () => AnswerPolicyProblemInput, { description: '答复' }) input: AnswerPolicyProblemInput,
      @Ctx() { viewer, trace }: SubgraphContext,
    ): Promise<AnswerPolicyProblemPayload> {
      return payload(await problems.answer({ viewer, traceId: trace.traceId }, input));
    }
  }
  return PolicyProblemResolver;
}

function payload(done: Result<Problem, readonly Issue[]>): CreatePolicyProblemPayload {
  return done.ok ? { problem: toView(done.value), errors: [] } : { problem: null, errors: done.error.map(toUserError) };
}

function toView({ raisedUnit, ...problem }: Problem): PolicyProblem {
  return { ...problem, raisedUnit: raisedUnit === null ? null : { code: raisedUnit } };
}
