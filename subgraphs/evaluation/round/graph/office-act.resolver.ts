import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../../../shared/graphql/context.ts';
import { Requires } from '../../../../shared/graphql/requires.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import type { AdvanceRoundService } from '../advance-round.service.ts';
import type { CirculateRoundService } from '../circulation/circulate-round.service.ts';
import type { DecideGradesService } from '../decision/decide-grades.service.ts';
import type { AdoptStepService } from '../plan/adopt-step.service.ts';
import type { OpenRoundService } from '../plan/open-round.service.ts';
import type { VerifyScoresService } from '../score/verify-scores.service.ts';
import { callerOf } from './caller-of.ts';
import { Round } from './round.type.ts';
import {
  AdoptRoundStepInput,
  CirculateRoundInput,
  DecideGradesInput,
  OpenDecisionInput,
  OpenHearingInput,
  OpenRoundInput,
  OpenSelfEvaluationInput,
  OpenVerificationInput,
  ReopenRoundInput,
  VerifyScoresInput,
} from './round-input.type.ts';
import {
  AdoptRoundStepPayload,
  CirculateRoundPayload,
  DecideGradesPayload,
  OpenDecisionPayload,
  OpenHearingPayload,
  OpenRoundPayload,
  OpenSelfEvaluationPayload,
  OpenVerificationPayload,
  refusedWith,
  ReopenRoundPayload,
  type RoundPayload,
  VerifyScoresPayload,
} from './round-payload.type.ts';
import type { RoundReadService } from './round-read.service.ts';
import type { RoundView } from './round-view.ts';

export interface OfficeActDependencies {
  readonly opening: OpenRoundService;
  readonly adoption: AdoptStepService;
  readonly advance: AdvanceRoundService;
  readonly verification: VerifyScoresService;
  readonly decisions: DecideGradesService;
  readonly circulations: CirculateRoundService;
  readonly rounds: RoundReadService;
  readonly view: RoundView;
}

/** What the office does with a round, from its plan to its circulation. */
export function createOfficeActResolver(dependencies: OfficeActDependencies) {
  const { opening, adoption, advance, verification, decisions, circulations, rounds, view } = dependencies;

  @Resolver(() => Round)
  class OfficeActResolver {
    @Requires('round:manage')
    @Mutation(() => OpenRoundPayload, { description: '部署年度评价' })
    async openRound(
      @Arg('input', () => OpenRoundInput, { description: '评价年度和安排' }) input: OpenRoundInput,
      @Ctx() context: SubgraphContext,
    ): Promise<RoundPayload> {
      const { framework, year, dueDates, subjects } = input;
      const plan = { framework, year, dueDates: dueDates ?? [], subjects: subjects ?? null };
      return answer(context, await opening.open(callerOf(context), plan), ({ code }) => code);
    }

    @Requires('round:manage')
    @Mutation(() => ReopenRoundPayload, { description: '通报之后重新开展，成为新的版次' })
    async reopenRound(
      @Arg('input', () => ReopenRoundInput, { description: '原版次和理由' }) input: ReopenRoundInput,
      @Ctx() context: SubgraphContext,
    ): Promise<RoundPayload> {
      const { justification, dueDates } = input;
      const order = { ...targetOf(input), justification, dueDates: dueDates ?? [] };
      return answer(context, await opening.reopen(callerOf(context), order), ({ code }) => code);
    }

    @Requires('round:manage')
    @Mutation(() => AdoptRoundStepPayload, { description: '登记采用全国办法中的步骤或时限' })
    async adoptRoundStep(
      @Arg('input', () => AdoptRoundStepInput, { description: '步骤和所依据的决定' }) input: AdoptRoundStepInput,
      @Ctx() context: SubgraphContext,
    ): Promise<RoundPayload> {
      const { step, actTitle, actNumber, decidedOn } = input;
      const order = { ...targetOf(input), step, actTitle, actNumber, decidedOn };
      return answer(context, await adoption.adopt(callerOf(context), order), (code) => code);
    }

    @Requires('round:manage')
    @Mutation(() => OpenSelfEvaluationPayload, { description: '陈述基础数值并开始自评' })
    async openSelfEvaluation(
      @Arg('input', () => OpenSelfEvaluationInput, { description: '年度评价' }) input: OpenSelfEvaluationInput,
      @Ctx() context: SubgraphContext,
    ): Promise<RoundPayload> {
      return answer(context, await advance.openSelfEvaluation(callerOf(context), targetOf(input)), (code) => code);
    }

    @Requires('round:manage')
    @Mutation(() => OpenVerificationPayload, { description: '开始核定' })
    async openVerification(
      @Arg('input', () => OpenVerificationInput, { description: '年度评价' }) input: OpenVerificationInput,
      @Ctx() context: SubgraphContext,
    ): Promise<RoundPayload> {
      const order = { ...targetOf(input), reason: input.reason ?? null };
      return answer(context, await advance.openVerification(callerOf(context), order), (code) => code);
    }

    @Requires('round:manage')
    @Mutation(() => VerifyScoresPayload, { description: '登记核定得分' })
    async verifyScores(
      @Arg('input', () => VerifyScoresInput, { description: '年度评价和参评单位' }) input: VerifyScoresInput,
      @Ctx() context: SubgraphContext,
    ): Promise<RoundPayload> {
      const order = { ...targetOf(input), participants: input.participants ?? null };
      return answer(context, await verification.verify(callerOf(context), order), (code) => code);
    }

    @Requires('round:manage')
    @Mutation(() => OpenHearingPayload, { description: '开始征求意见' })
    async openHearing(
      @Arg('input', () => OpenHearingInput, { description: '年度评价' }) input: OpenHearingInput,
      @Ctx() context: SubgraphContext,
    ): Promise<RoundPayload> {
      return answer(context, await advance.openHearing(callerOf(context), targetOf(input)), (code) => code);
    }

    @Requires('round:manage')
    @Mutation(() => OpenDecisionPayload, { description: '提请审定' })
    async openDecision(
      @Arg('input', () => OpenDecisionInput, { description: '年度评价' }) input: OpenDecisionInput,
      @Ctx() context: SubgraphContext,
    ): Promise<RoundPayload> {
      return answer(context, await advance.openDecision(callerOf(context), targetOf(input)), (code) => code);
    }

    @Requires('round:decide')
    @Mutation(() => DecideGradesPayload, { description: '登记审定的类别' })
    async decideGrades(
      @Arg('input', () => DecideGradesInput, { description: '类别和所依据的会议' }) input: DecideGradesInput,
      @Ctx() context: SubgraphContext,
    ): Promise<RoundPayload> {
      const { grades, body, decidedOn, meetingName, minutesNumber, isRevision } = input;
      const order = {
        ...{ ...targetOf(input), body, decidedOn, isRevision: isRevision === true },
        ...{ meetingName: meetingName ?? null, minutesNumber: minutesNumber ?? null },
        grades: grades.map(({ participant, grade, reason }) => ({ participant, grade, reason: reason ?? null })),
      };
      return answer(context, await decisions.decide(callerOf(context), order), (code) => code);
    }

    @Requires('round:decide')
    @Mutation(() => CirculateRoundPayload, { description: '通报评价类别' })
    async circulateRound(
      @Arg('input', () => CirculateRoundInput, { description: '通报的文号和发送范围' }) input: CirculateRoundInput,
      @Ctx() context: SubgraphContext,
    ): Promise<RoundPayload> {
      const { noticeNumber, noticeTitle, preface, addressees } = input;
      const notice = { noticeNumber, noticeTitle: noticeTitle ?? null, preface: preface ?? null, addressees };
      const order = { ...targetOf(input), ...notice };
      return answer(context, await circulations.circulate(callerOf(context), order), (code) => code);
    }
  }
  return OfficeActResolver;

  async function answer<T>(
    { viewer }: SubgraphContext,
    result: Result<T, readonly Issue[]>,
    codeOf: (value: T) => string,
  ): Promise<RoundPayload> {
    if (!result.ok) return { round: null, errors: refusedWith(result) };
    const record = await rounds.find(viewer, codeOf(result.value));
    return { round: record && view.round(record, viewer), errors: [] };
  }
}

function targetOf({ round, expectedSeq }: { readonly round: string; readonly expectedSeq?: number | null }) {
  return { round, expectedSeq: expectedSeq ?? null };
}
