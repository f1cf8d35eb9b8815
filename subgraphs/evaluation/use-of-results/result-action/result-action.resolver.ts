import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Catalogue } from '../../../../shared/catalogue/catalogue.ts';
import type { ResultActionRules } from '../../../../shared/catalogue/round/result-actions.ts';
import { type Connection, encodeCursor, pageRequest, toConnection } from '../../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../../shared/graphql/context.ts';
import { Requires } from '../../../../shared/graphql/requires.ts';
import { toUserError } from '../../../../shared/graphql/user-error.type.ts';
import { dayInShanghai } from '../../../../shared/primitives/calendar-day.ts';
import type { Clock } from '../../../../shared/primitives/clock.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import { ParticipantInput } from '../../round/graph/participant.type.ts';
import { callerOf } from '../../round/graph/caller-of.ts';
import type { ShowParticipant } from '../participant-names.ts';
import type { RectificationService } from '../rectification/rectification.service.ts';
import { eventLoader } from './result-action-event.loader.ts';
import type { ResultAction as Action } from './result-action.ts';
import type { ResultActionService } from './result-action.service.ts';
import {
  AcceptRectificationInput,
  AcceptRectificationPayload,
  CloseRectificationInput,
  CloseRectificationPayload,
  ConfirmResultActionInput,
  ConfirmResultActionPayload,
  CreateResultActionsInput,
  CreateResultActionsPayload,
  DismissResultActionInput,
  DismissResultActionPayload,
  ResultAction,
  ResultActionConnection,
  ResultActionEvent,
  type ResultActionPayload,
  ReturnRectificationInput,
  ReturnRectificationPayload,
  SubmitRectificationReportInput,
  SubmitRectificationReportPayload,
} from './result-action.type.ts';
import { toResultActionView } from './result-action-view.ts';
import { ResultActionAct, ResultActionState } from '../use-of-results-enums.ts';
import type { UseOfResultsListService } from '../use-of-results-list.service.ts';

interface Dependencies {
  readonly actions: ResultActionService;
  readonly rectifications: RectificationService;
  readonly lists: UseOfResultsListService;
  readonly show: ShowParticipant;
  readonly rules: ResultActionRules;
  readonly catalogue: Pick<Catalogue, 'frameworks'>;
  readonly clock: Clock;
}

/** Actions that grades lead to, and the life of a rectification. */
export function createResultActionResolver(dependencies: Dependencies) {
  const { actions, rectifications, lists, show, rules, catalogue, clock } = dependencies;

  async function view(context: SubgraphContext, action: Action): Promise<ResultAction> {
    const participant = await show(context, action);
    const { viewer } = context;
    const today = dayInShanghai(clock.now());
    return toResultActionView(action, { viewer, participant, rules, frameworks: catalogue.frameworks, today });
  }

  async function payload(
    context: SubgraphContext,
    done: Promise<Result<Action, readonly Issue[]>>,
  ): Promise<ResultActionPayload> {
    const result = await done;
    return result.ok
      ? { action: await view(context, result.value), errors: [] }
      : { action: null, errors: result.error.map(toUserError) };
  }

  @Resolver(() => ResultAction)
  class ResultActionResolver {
    @Requires('result-action:read')
    @Query(() => ResultActionConnection, {
      nullable: true,
      description: '结果运用措施；单位只看到已确认的：本单位的全部，其他单位的只限激励',
    })
    async resultActions(
      @Ctx() context: SubgraphContext,
      @Arg('framework', () => ID, { nullable: true, description: '指标体系代码' }) framework?: string | null,
      @Arg('year', () => Int, { nullable: true, description: '评价年度' }) year?: number | null,
      @Arg('participant', () => ParticipantInput, { nullable: true, description: '参评单位' })
      participant?: ParticipantInput | null,
      @Arg('state', () => ResultActionState, { nullable: true, description: '状态' }) state?: ResultActionState | null,
      @Arg('first', () => Int, { nullable: true, description: '取前几项，1 至 500，默认 20' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从这个游标之后取' }) after?: string | null,
    ): Promise<Connection<ResultAction>> {
      const filter = {
        ...{ framework: framework ?? null, year: year ?? null, state: state ?? null },
        ...{ kind: participant?.kind ?? null, participant: participant?.code ?? null },
      };
      const page = await lists.actions(context.viewer, filter, pageRequest(first, after));
      const items = await Promise.all(page.items.map((action) => view(context, action)));
      return toConnection({ ...page, items, cursorOf: ({ id }) => encodeCursor(id) });
    }

    @FieldResolver(() => [ResultActionEvent], { description: '办理记录，按先后；只供协调小组办公室，其他人为空列表' })
    async events(@Root() { id }: ResultAction, @Ctx() context: SubgraphContext): Promise<ResultActionEvent[]> {
      const events = await eventLoader(context, lists).load(id);
      return events.map((event) => ({ ...event, act: ResultActionAct[event.act] }));
    }

    @Requires('result-action:raise')
    @Mutation(() => CreateResultActionsPayload, {
      description: '按规则由审定类别生成结果运用的建议，不自动办理任何措施',
    })
    async createResultActions(
      @Arg('input', () => CreateResultActionsInput, { description: '指标体系和年度' }) input: CreateResultActionsInput,
      @Ctx() context: SubgraphContext,
    ): Promise<CreateResultActionsPayload> {
      const done = await actions.raise(callerOf(context), input);
      if (!done.ok) return { raised: [], lapsed: [], errors: done.error.map(toUserError) };
      const [raised, lapsed] = await Promise.all(
        [done.value.raised, done.value.lapsed].map((list) => Promise.all(list.map((each) => view(context, each)))),
      );
      return { raised: raised ?? [], lapsed: lapsed ?? [], errors: [] };
    }

    @Requires('result-action:confirm')
    @Mutation(() => ConfirmResultActionPayload, { description: '确认一项建议' })
    async confirmResultAction(
      @Arg('input', () => ConfirmResultActionInput, { description: '建议和期限' }) input: ConfirmResultActionInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ResultActionPayload> {
      const { action, deadline = null, workingDays = null, reason = null } = input;
      return payload(context, actions.confirm(callerOf(context), { action, deadline, workingDays, reason }));
    }

    @Requires('result-action:confirm')
    @Mutation(() => DismissResultActionPayload, { description: '不采纳一项建议，或撤销已确认的措施' })
    async dismissResultAction(
      @Arg('input', () => DismissResultActionInput, { description: '建议和理由' }) input: DismissResultActionInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ResultActionPayload> {
      return payload(context, actions.dismiss(callerOf(context), input));
    }

    @Requires('rectification:report')
    @Mutation(() => SubmitRectificationReportPayload, { description: '单位报告整改情况并附佐证材料' })
    async submitRectificationReport(
      @Arg('input', () => SubmitRectificationReportInput, { description: '整改情况和佐证材料' })
      input: SubmitRectificationReportInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ResultActionPayload> {
      const evidence = input.evidence.map(({ name, sha256, text = null }) => ({ name, sha256, text }));
      return payload(context, rectifications.report(callerOf(context), { ...input, evidence }));
    }

    @Requires('result-action:confirm')
    @Mutation(() => AcceptRectificationPayload, { description: '整改验收通过' })
    async acceptRectification(
      @Arg('input', () => AcceptRectificationInput, { description: '措施和说明' }) input: AcceptRectificationInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ResultActionPayload> {
      const { action, reason = null } = input;
      return payload(context, rectifications.settle(callerOf(context), 'ACCEPTED', { action, reason }));
    }

    @Requires('result-action:confirm')
    @Mutation(() => ReturnRectificationPayload, { description: '退回整改报告，由单位继续整改' })
    async returnRectification(
      @Arg('input', () => ReturnRectificationInput, { description: '措施和理由' }) input: ReturnRectificationInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ResultActionPayload> {
      return payload(context, rectifications.settle(callerOf(context), 'RETURNED', input));
    }

    @Requires('result-action:confirm')
    @Mutation(() => CloseRectificationPayload, { description: '整改销号' })
    async closeRectification(
      @Arg('input', () => CloseRectificationInput, { description: '措施和说明' }) input: CloseRectificationInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ResultActionPayload> {
      const { action, reason = null } = input;
      return payload(context, rectifications.settle(callerOf(context), 'CLOSED', { action, reason }));
    }
  }
  return ResultActionResolver;
}
