import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../../../shared/graphql/context.ts';
import { Requires } from '../../../../shared/graphql/requires.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import type { HearingService } from '../hearing/hearing.service.ts';
import type { SettleAppealService } from '../hearing/settle-appeal.service.ts';
import type { Participant } from '../participant.ts';
import type { SelfEvaluationService } from '../self-evaluation/self-evaluation.service.ts';
import type { SendSelfEvaluationService } from '../self-evaluation/send-self-evaluation.service.ts';
import { callerOf } from './caller-of.ts';
import { RoundParticipant } from './participant.type.ts';
import {
  AttachSelfEvaluationReportInput,
  FileAppealInput,
  RespondToHearingInput,
  SendSelfEvaluationInput,
  SettleAppealInput,
  UpdateSelfEvaluationInput,
} from './participant-input.type.ts';
import {
  AttachSelfEvaluationReportPayload,
  FileAppealPayload,
  type ParticipantPayload,
  refusedWith,
  RespondToHearingPayload,
  SendSelfEvaluationPayload,
  SettleAppealPayload,
  UpdateSelfEvaluationPayload,
} from './round-payload.type.ts';
import type { RoundReadService } from './round-read.service.ts';
import type { RoundView } from './round-view.ts';

export interface ParticipantActDependencies {
  readonly selfEvaluations: SelfEvaluationService;
  readonly sending: SendSelfEvaluationService;
  readonly hearings: HearingService;
  readonly appeals: SettleAppealService;
  readonly rounds: RoundReadService;
  readonly view: RoundView;
}

/** What participants do in a round, and the answer to their appeals. */
export function createParticipantActResolver(dependencies: ParticipantActDependencies) {
  const { selfEvaluations, sending, hearings, appeals, rounds, view } = dependencies;

  @Resolver(() => RoundParticipant)
  class ParticipantActResolver {
    @Requires('self-evaluation:draft')
    @Mutation(() => UpdateSelfEvaluationPayload, { description: '起草或修改自评' })
    async updateSelfEvaluation(
      @Arg('input', () => UpdateSelfEvaluationInput, { description: '要修改的各项' }) input: UpdateSelfEvaluationInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ParticipantPayload> {
      const { selfGrade, answerablePerson, narratives } = input;
      const draft = {
        ...{ selfGrade: selfGrade ?? null, answerablePerson: answerablePerson ?? null },
        narratives: narratives ?? null,
      };
      return answer(context, input, await selfEvaluations.update(callerOf(context), targetOf(input), draft));
    }

    @Requires('self-evaluation:draft')
    @Mutation(() => AttachSelfEvaluationReportPayload, { description: '附上自评报告' })
    async attachSelfEvaluationReport(
      @Arg('input', () => AttachSelfEvaluationReportInput, { description: '自评报告文件' })
      input: AttachSelfEvaluationReportInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ParticipantPayload> {
      const { name, mediaType, content, sha256 } = input;
      const upload = { name, mediaType, content, sha256: sha256 ?? null };
      return answer(context, input, await selfEvaluations.attach(callerOf(context), targetOf(input), upload));
    }

    @Requires('self-evaluation:send')
    @Mutation(() => SendSelfEvaluationPayload, { description: '报出自评：自评报告和自评类别一并报出' })
    async sendSelfEvaluation(
      @Arg('input', () => SendSelfEvaluationInput, { description: '谁的自评' }) input: SendSelfEvaluationInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ParticipantPayload> {
      return answer(context, input, await sending.send(callerOf(context), targetOf(input)));
    }

    @Requires('hearing:respond')
    @Mutation(() => RespondToHearingPayload, { description: '对本单位的评价结果反馈意见' })
    async respondToHearing(
      @Arg('input', () => RespondToHearingInput, { description: '意见' }) input: RespondToHearingInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ParticipantPayload> {
      const { round, participant, answer: given, comment } = input;
      const order = { round, participant, answer: given, comment: comment ?? null };
      return answer(context, input, await hearings.respond(callerOf(context), order));
    }

    @Requires('hearing:respond')
    @Mutation(() => FileAppealPayload, { description: '申请复核' })
    async fileAppeal(
      @Arg('input', () => FileAppealInput, { description: '理由和所涉指标' }) input: FileAppealInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ParticipantPayload> {
      const { round, participant, grounds, indicators } = input;
      const order = { round, participant, grounds, indicators: indicators ?? [] };
      return answer(context, input, await hearings.appeal(callerOf(context), order));
    }

    @Requires('round:manage')
    @Mutation(() => SettleAppealPayload, { description: '答复复核申请' })
    async settleAppeal(
      @Arg('input', () => SettleAppealInput, { description: '结果和理由' }) input: SettleAppealInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ParticipantPayload> {
      const { round, participant, outcome, reason } = input;
      return answer(context, input, await appeals.settle(callerOf(context), { round, participant, outcome, reason }));
    }
  }
  return ParticipantActResolver;

  async function answer(
    { viewer }: SubgraphContext,
    { round: code }: { readonly round: string },
    result: Result<Participant, readonly Issue[]>,
  ): Promise<ParticipantPayload> {
    if (!result.ok) return { round: null, participant: null, errors: refusedWith(result) };
    const record = await rounds.find(viewer, code);
    if (record === null) return { round: null, participant: null, errors: [] };
    const round = view.round(record, viewer);
    return { round, participant: view.participantOf(round, result.value, await round.facts()), errors: [] };
  }
}

function targetOf(input: {
  readonly round: string;
  readonly participant: Participant;
  readonly expectedRevision?: number | null;
}) {
  return { round: input.round, participant: input.participant, expectedRevision: input.expectedRevision ?? null };
}
