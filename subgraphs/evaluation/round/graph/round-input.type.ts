import { Field, InputType, Int } from 'type-graphql';
import { DateScalar } from '../../../../shared/graphql/scalars.ts';
import { ParticipantInput } from './participant.type.ts';
import { DecidingBody, RoundStepName } from './round-enums.ts';

const ROUND = '年度评价的代码';
const SEQ = '您最近看到的 seq；他人已另有办理时不予办理，未填时不核对';

@InputType({ description: '一个步骤的时限' })
export class RoundDueDateInput {
  @Field(() => RoundStepName, { description: '步骤' })
  step!: RoundStepName;

  @Field(() => DateScalar, { description: '时限' })
  dueOn!: string;
}

@InputType({ description: '部署一个年度的评价，每年一次' })
export class OpenRoundInput {
  @Field(() => String, { description: '指标体系代码' })
  framework!: string;

  @Field(() => Int, { description: '评价年度，即被评价的年度' })
  year!: number;

  @Field(() => [RoundDueDateInput], { nullable: true, description: '本次安排的时限；未列的按文件或推导' })
  dueDates?: readonly RoundDueDateInput[] | null;

  @Field(() => [String], { nullable: true, description: '参评的评价对象代码；未指明时为该指标体系的全部对象' })
  subjects?: readonly string[] | null;
}

@InputType({ description: '通报之后重新开展，成为新的版次；原版次保持不变' })
export class ReopenRoundInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => String, { description: '重新开展的理由' })
  justification!: string;

  @Field(() => [RoundDueDateInput], { nullable: true, description: '新版次的时限' })
  dueDates?: readonly RoundDueDateInput[] | null;

  @Field(() => Int, { nullable: true, description: SEQ })
  expectedSeq?: number | null;
}

@InputType({ description: '登记采用全国办法中本级文件未规定的步骤或时限的决定' })
export class AdoptRoundStepInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => RoundStepName, { description: '采用的步骤' })
  step!: RoundStepName;

  @Field(() => String, { description: '作出决定的文件或会议名称' })
  actTitle!: string;

  @Field(() => String, { description: '文号或纪要号' })
  actNumber!: string;

  @Field(() => DateScalar, { description: '决定的日期' })
  decidedOn!: string;

  @Field(() => Int, { nullable: true, description: SEQ })
  expectedSeq?: number | null;
}

@InputType({ description: '陈述基础数值并开始自评' })
export class OpenSelfEvaluationInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => Int, { nullable: true, description: SEQ })
  expectedSeq?: number | null;
}

@InputType({ description: '自评报齐后开始核定' })
export class OpenVerificationInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => String, { nullable: true, description: '自评未报齐而先行核定的理由' })
  reason?: string | null;

  @Field(() => Int, { nullable: true, description: SEQ })
  expectedSeq?: number | null;
}

@InputType({ description: '按现行结果登记核定得分' })
export class VerifyScoresInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => [ParticipantInput], { nullable: true, description: '为哪些参评单位登记；未指明时为全部打分的单位' })
  participants?: readonly ParticipantInput[] | null;

  @Field(() => Int, { nullable: true, description: SEQ })
  expectedSeq?: number | null;
}

@InputType({ description: '核定得分登记齐全后开始征求意见' })
export class OpenHearingInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => Int, { nullable: true, description: SEQ })
  expectedSeq?: number | null;
}

@InputType({ description: '意见反馈齐全、复核申请全部答复后提请审定' })
export class OpenDecisionInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => Int, { nullable: true, description: SEQ })
  expectedSeq?: number | null;
}

@InputType({ description: '一个参评单位审定的类别' })
export class DecidedGradeInput {
  @Field(() => ParticipantInput, { description: '参评单位' })
  participant!: ParticipantInput;

  @Field(() => String, { description: '优秀、良好、一般、差（较差即差），或 EXCELLENT、GOOD、FAIR、POOR' })
  grade!: string;

  @Field(() => String, { nullable: true, description: '理由；与建议类别不一致或没有建议类别时必填' })
  reason?: string | null;
}

@InputType({ description: '登记一次会议（首次可由办公室）审定的类别' })
export class DecideGradesInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => [DecidedGradeInput], { description: '审定的类别，每个参评单位一项' })
  grades!: readonly DecidedGradeInput[];

  @Field(() => DecidingBody, { description: '由谁审定：初始类别可由办公室认定，此后由会议审定' })
  body!: DecidingBody;

  @Field(() => String, { nullable: true, description: '会议名称；由会议审定时必填' })
  meetingName?: string | null;

  @Field(() => DateScalar, { description: '审定的日期' })
  decidedOn!: string;

  @Field(() => String, { nullable: true, description: '会议纪要号；由会议审定时必填' })
  minutesNumber?: string | null;

  @Field(() => Boolean, { nullable: true, description: '为真时更改通报之前已审定的类别，须写明理由' })
  isRevision?: boolean | null;

  @Field(() => Int, { nullable: true, description: SEQ })
  expectedSeq?: number | null;
}

@InputType({ description: '类别全部审定后通报' })
export class CirculateRoundInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => String, { description: '通报文号' })
  noticeNumber!: string;

  @Field(() => String, { nullable: true, description: '通报标题；未填时按惯例拟定' })
  noticeTitle?: string | null;

  @Field(() => String, { nullable: true, description: '导语；不得写得分和名次' })
  preface?: string | null;

  @Field(() => [String], { description: '发送范围，至少一项' })
  addressees!: readonly string[];

  @Field(() => Int, { nullable: true, description: SEQ })
  expectedSeq?: number | null;
}
