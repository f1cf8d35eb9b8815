import { type ClassType, Field, ObjectType } from 'type-graphql';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import { toUserError, UserError } from '../../../../shared/graphql/user-error.type.ts';
import { RoundParticipant } from './participant.type.ts';
import { Round } from './round.type.ts';

/** What every act on a round answers: the round as it stands after it, and why it was refused. */
export interface RoundPayload {
  round: Round | null;
  errors: readonly UserError[];
}

/** What every act of a participant answers. */
export interface ParticipantPayload extends RoundPayload {
  participant: RoundParticipant | null;
}

/** Makes the payload class of an act on a round. Call once per mutation. */
function createRoundPayload(name: string, act: string): ClassType<RoundPayload> {
  @ObjectType(`${name}Payload`, { simpleResolvers: true, description: `${act}的结果` })
  class Payload implements RoundPayload {
    @Field(() => Round, { nullable: true, description: '办理后的年度评价；未予办理时为空' })
    round!: Round | null;

    @Field(() => [UserError], { description: '未予办理的原因；已办理时为空列表' })
    errors!: readonly UserError[];
  }
  return Payload;
}

/** Makes the payload class of an act of a participant. Call once per mutation. */
function createParticipantPayload(name: string, act: string): ClassType<ParticipantPayload> {
  @ObjectType(`${name}Payload`, { simpleResolvers: true, description: `${act}的结果` })
  class Payload implements ParticipantPayload {
    @Field(() => Round, { nullable: true, description: '办理后的年度评价；未予办理时为空' })
    round!: Round | null;

    @Field(() => RoundParticipant, { nullable: true, description: '办理后的参评单位；未予办理时为空' })
    participant!: RoundParticipant | null;

    @Field(() => [UserError], { description: '未予办理的原因；已办理时为空列表' })
    errors!: readonly UserError[];
  }
  return Payload;
}

export const OpenRoundPayload = createRoundPayload('OpenRound', '部署年度评价');
export const ReopenRoundPayload = createRoundPayload('ReopenRound', '重新开展年度评价');
export const AdoptRoundStepPayload = createRoundPayload('AdoptRoundStep', '登记采用');
export const OpenSelfEvaluationPayload = createRoundPayload('OpenSelfEvaluation', '开始自评');
export const OpenVerificationPayload = createRoundPayload('OpenVerification', '开始核定');
export const VerifyScoresPayload = createRoundPayload('VerifyScores', '登记核定得分');
export const OpenHearingPayload = createRoundPayload('OpenHearing', '开始征求意见');
export const OpenDecisionPayload = createRoundPayload('OpenDecision', '提请审定');
export const DecideGradesPayload = createRoundPayload('DecideGrades', '登记审定的类别');
export const CirculateRoundPayload = createRoundPayload('CirculateRound', '通报');
export const UpdateSelfEvaluationPayload = createParticipantPayload('UpdateSelfEvaluation', '修改自评草稿');
export const AttachSelfEvaluationReportPayload = createParticipantPayload('AttachSelfEvaluationReport', '附上自评报告');
export const SendSelfEvaluationPayload = createParticipantPayload('SendSelfEvaluation', '报出自评');
export const RespondToHearingPayload = createParticipantPayload('RespondToHearing', '反馈意见');
export const FileAppealPayload = createParticipantPayload('FileAppeal', '申请复核');
export const SettleAppealPayload = createParticipantPayload('SettleAppeal', '答复复核申请');

/** The faults of a refused act as the graph shows them. */
export function refusedWith({ error }: Extract<Result<unknown, readonly Issue[]>, { ok: false }>): UserError[] {
  return error.map(toUserError);
}
