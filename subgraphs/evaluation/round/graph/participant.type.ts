import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { createConnectionType } from '../../../../shared/graphql/connection.ts';
import { MemberUnitRef } from '../../../../shared/graphql/entity-refs.type.ts';
import { Period } from '../../../../shared/graphql/period.type.ts';
import { DateScalar, DateTimeScalar, MeasureValueScalar } from '../../../../shared/graphql/scalars.ts';
import { Indicator } from '../../framework/indicator.type.ts';
import { Measure } from '../../framework/measure.type.ts';
import { Grade } from '../../result/result-enums.ts';
import { Score } from '../../result/score.type.ts';
import { Subject } from '../../subject/subject.type.ts';
import type { RoundParticipant as PlannedParticipant } from '../participant.ts';
import {
  AppealOutcome,
  DecidingBody,
  HearingAnswer,
  ParticipantKind,
  ScoreStage,
  SelfEvaluationState,
} from './round-enums.ts';

@InputType({ description: '指明一个参评单位' })
export class ParticipantInput {
  @Field(() => ParticipantKind, { description: '参评单位的种类' })
  kind!: ParticipantKind;

  @Field(() => String, { description: '评价对象代码或成员单位代码' })
  code!: string;
}

@ObjectType({ simpleResolvers: true, description: '一个已核收的值，按陈述时所知' })
export class StatedValue {
  @Field(() => ID, { description: '观测值的标识' })
  id!: string;

  @Field(() => Measure, { nullable: true, description: '数据项' })
  measure!: Measure | null;

  @Field(() => Period, { nullable: true, description: '报告期' })
  period!: Period | null;

  @Field(() => String, { description: '分组，规范写法；没有分组时为空文本' })
  dimensions!: string;

  @Field(() => MeasureValueScalar, { description: '值' })
  value!: string;

  @Field(() => Int, { description: '修订次数' })
  revision!: number;

  @Field(() => MemberUnitRef, { nullable: true, description: '填报的成员单位；由本服务推算的值为空' })
  memberUnit!: MemberUnitRef | null;

  @Field(() => String, { nullable: true, description: '回执的校验值；没有时为空' })
  receiptHash!: string | null;
}

export const StatedValueConnection = createConnectionType('StatedValue', '陈述的值', StatedValue);

@ObjectType({ simpleResolvers: true, description: '基础数值：评价年度及其上一年度已核收的值，在自评开始时陈述' })
export class BaseValues {
  @Field(() => [Int], { description: '所陈述的年度，末一个为评价年度' })
  years!: readonly number[];

  @Field(() => DateTimeScalar, { description: '陈述的时刻' })
  asOf!: Date;

  @Field(() => Int, { description: '值的个数' })
  valueCount!: number;

  @Field(() => String, { description: '全部值的校验值（SHA-256）' })
  digest!: string;

  /** Whose they are; the values are fetched where they are asked for. */
  of!: { readonly round: string; readonly framework: string; readonly participant: PlannedParticipant };
}

@ObjectType({ simpleResolvers: true, description: '自评中对一项指标完成情况的说明' })
export class IndicatorNarrative {
  @Field(() => Indicator, { nullable: true, description: '三级指标' })
  indicator!: Indicator | null;

  @Field(() => String, { description: '完成情况' })
  text!: string;
}

@ObjectType({ simpleResolvers: true, description: '自评报告文件' })
export class SelfEvaluationReport {
  @Field(() => ID, { description: '文件的标识' })
  id!: string;

  @Field(() => String, { description: '文件名' })
  name!: string;

  @Field(() => String, { description: '格式（媒体类型）' })
  mediaType!: string;

  @Field(() => Int, { description: '大小，字节' })
  sizeBytes!: number;

  @Field(() => String, { description: '内容的 SHA-256' })
  sha256!: string;

  @Field(() => DateTimeScalar, { description: '上传的时刻' })
  uploadedAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: '年度自评：自评报告、自评类别和逐项说明；本单位和办公室可见' })
export class SelfEvaluation {
  @Field(() => SelfEvaluationState, { description: '状态' })
  state!: SelfEvaluationState;

  @Field(() => Grade, { nullable: true, description: '自评类别；尚未填写时为空' })
  selfGrade!: Grade | null;

  @Field(() => String, { nullable: true, description: '具体负责人的姓名和职务；尚未填写时为空' })
  answerablePerson!: string | null;

  @Field(() => [IndicatorNarrative], { description: '逐项指标的完成情况说明' })
  narratives!: readonly IndicatorNarrative[];

  @Field(() => SelfEvaluationReport, { nullable: true, description: '自评报告；尚未附上时为空' })
  report!: SelfEvaluationReport | null;

  @Field(() => Int, { description: '草稿的版次，每次修改加一' })
  revision!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: '报出的时刻；草稿为空' })
  sentAt!: Date | null;

  @Field(() => Boolean, { nullable: true, description: '是否逾期报出；草稿为空' })
  isLate!: boolean | null;

  @Field(() => Int, { nullable: true, description: '随自评冻结的值的个数；草稿为空' })
  valueCount!: number | null;

  @Field(() => String, { nullable: true, description: '随自评冻结的值的校验值（SHA-256）；草稿为空' })
  valueDigest!: string | null;
}

@ObjectType({ simpleResolvers: true, description: '一次登记的得分；按 asOf 查询评价结果可得同样的得分' })
export class RoundScore {
  @Field(() => ScoreStage, { description: '哪一种得分' })
  stage!: ScoreStage;

  @Field(() => Score, { description: '得分' })
  score!: Score;

  @Field(() => DateTimeScalar, { description: '得分所反映的时刻' })
  asOf!: Date;

  @Field(() => String, { description: '所登记结果的校验值' })
  digest!: string;

  @Field(() => DateTimeScalar, { description: '登记的时刻' })
  recordedAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: '参评单位对本单位评价结果的反馈' })
export class HearingResponse {
  @Field(() => HearingAnswer, { description: '同意或有意见' })
  answer!: HearingAnswer;

  @Field(() => String, { nullable: true, description: '意见；没有时为空' })
  comment!: string | null;

  @Field(() => DateTimeScalar, { description: '反馈的时刻' })
  answeredAt!: Date;

  @Field(() => Boolean, { description: '是否在期限之后反馈' })
  isLate!: boolean;
}

@ObjectType({ simpleResolvers: true, description: '复核申请及其答复' })
export class Appeal {
  @Field(() => ID, { description: '复核申请的标识' })
  id!: string;

  @Field(() => String, { description: '申请复核的理由' })
  grounds!: string;

  @Field(() => [String], { description: '所涉指标的键；针对整个结果时为空列表' })
  indicators!: readonly string[];

  @Field(() => DateTimeScalar, { description: '申请的时刻' })
  filedAt!: Date;

  @Field(() => DateScalar, { description: '答复的期限，按工作日推算' })
  answerDueOn!: string;

  @Field(() => AppealOutcome, { nullable: true, description: '复核的结果；尚未答复时为空' })
  outcome!: AppealOutcome | null;

  @Field(() => String, { nullable: true, description: '答复的理由；尚未答复时为空' })
  reason!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '答复的时刻；尚未答复时为空' })
  settledAt!: Date | null;

  @Field(() => Boolean, { nullable: true, description: '是否在期限之后答复；尚未答复时为空' })
  isSettledLate!: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: '类别的审定' })
export class GradeDecision {
  @Field(() => Grade, { description: '审定的类别' })
  finalGrade!: Grade;

  @Field(() => Grade, { nullable: true, description: '自评类别；只有本单位和办公室可见' })
  selfGrade!: Grade | null;

  @Field(() => Grade, { nullable: true, description: '审定时的建议类别；只有办公室可见' })
  suggestedGrade!: Grade | null;

  @Field(() => String, { nullable: true, description: '与建议类别不一致等情形的理由；只有办公室可见' })
  reason!: string | null;

  @Field(() => DecidingBody, { description: '由谁审定' })
  body!: DecidingBody;

  @Field(() => String, { nullable: true, description: '会议名称；由办公室认定时为空' })
  meetingName!: string | null;

  @Field(() => DateScalar, { description: '审定的日期' })
  decidedOn!: string;

  @Field(() => String, { nullable: true, description: '会议纪要号；由办公室认定时为空' })
  minutesNumber!: string | null;
}

@ObjectType({ simpleResolvers: true, description: '参评单位及其在本次年度评价中的办理情况' })
export class RoundParticipant {
  @Field(() => ParticipantKind, { description: '种类' })
  kind!: ParticipantKind;

  @Field(() => String, { description: '评价对象代码或成员单位代码' })
  code!: string;

  @Field(() => String, { description: '名称' })
  name!: string;

  @Field(() => Subject, { nullable: true, description: '评价对象；成员单位为其所在的区' })
  subject!: Subject | null;

  @Field(() => MemberUnitRef, { nullable: true, description: '成员单位；评价对象本身为空' })
  memberUnit!: MemberUnitRef | null;

  @Field(() => Boolean, { description: '是否打分、定类别；只写评语的单位为否' })
  isScored!: boolean;

  @Field(() => BaseValues, { nullable: true, description: '基础数值；尚未陈述或无权查看时为空' })
  baseValues!: BaseValues | null;

  @Field(() => SelfEvaluation, { nullable: true, description: '年度自评；尚未起草或无权查看时为空' })
  selfEvaluation!: SelfEvaluation | null;

  @Field(() => [RoundScore], { description: '已登记的得分，每种取最近一次；无权查看时为空列表' })
  scores!: readonly RoundScore[];

  @Field(() => HearingResponse, { nullable: true, description: '对评价结果的反馈；尚未反馈或无权查看时为空' })
  hearing!: HearingResponse | null;

  @Field(() => [Appeal], { description: '复核申请；没有或无权查看时为空列表' })
  appeals!: readonly Appeal[];

  @Field(() => GradeDecision, {
    nullable: true,
    description: '类别的审定；通报前只有办公室可见，全部审定后本单位可见，通报后可查看评价结果的都可见',
  })
  decision!: GradeDecision | null;

  @Field(() => Grade, { nullable: true, description: '按核定得分的建议类别，供审定；只有办公室可见' })
  suggestedGrade!: Grade | null;
}

export const RoundParticipantConnection = createConnectionType('RoundParticipant', '参评单位', RoundParticipant);
