import { Field, Int, ObjectType } from 'type-graphql';
import { createConnectionType } from '../../../../shared/graphql/connection.ts';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../../../../shared/graphql/scalars.ts';
import { Grade } from '../../result/result-enums.ts';
import { DecidingBody, ParticipantKind } from '../../round/graph/round-enums.ts';

@ObjectType({ simpleResolvers: true, description: '被评价的参评单位' })
export class RatedParticipant {
  @Field(() => ParticipantKind, { description: '参评单位的种类' })
  kind!: ParticipantKind;

  @Field(() => String, { description: '评价对象代码或成员单位代码' })
  code!: string;

  @Field(() => String, { description: '名称' })
  name!: string;
}

@ObjectType({ simpleResolvers: true, description: '评价类别史的一条：一个参评单位一个年度的自评、建议和审定类别' })
export class GradeRecord {
  @Field(() => RatedParticipant, { description: '参评单位' })
  participant!: RatedParticipant;

  @Field(() => Int, { description: '评价年度' })
  year!: number;

  @Field(() => String, { description: '年度评价代码' })
  round!: string;

  @Field(() => Grade, { nullable: true, description: '自评类别；未填写，或通报前不属本单位时为空' })
  selfGrade!: Grade | null;

  @Field(() => Grade, { nullable: true, description: '按核定得分的建议类别；只供协调小组办公室' })
  suggestedGrade!: Grade | null;

  @Field(() => Grade, { description: '审定类别' })
  finalGrade!: Grade;

  @Field(() => String, { nullable: true, description: '审定与建议不一致的理由；限办公室和本单位查看' })
  reason!: string | null;

  @Field(() => DecidingBody, { description: '审定主体' })
  body!: DecidingBody;

  @Field(() => String, { nullable: true, description: '审定会议的名称；由办公室认定时为空' })
  meetingName!: string | null;

  @Field(() => DateScalar, { description: '审定的日期' })
  decidedOn!: string;

  @Field(() => String, { nullable: true, description: '会议纪要编号；没有时为空' })
  minutesNumber!: string | null;

  @Field(() => String, { nullable: true, description: '通报文号；尚未通报时为空' })
  noticeNumber!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '通报的时刻；尚未通报时为空' })
  circulatedAt!: Date | null;

  @Field(() => Boolean, { description: '是否演示数据' })
  isDemo!: boolean;
}

export const GradeRecordConnection = createConnectionType('GradeRecord', '评价类别史', GradeRecord);

@ObjectType({
  simpleResolvers: true,
  description: '供年度综合评价使用的评价结果：按类别分列，类别之内按名录顺序，不排名',
})
export class AppraisalEntry {
  @Field(() => Grade, { description: '审定类别' })
  grade!: Grade;

  @Field(() => String, { description: '审定类别的名称' })
  gradeName!: string;

  @Field(() => RatedParticipant, { description: '参评单位' })
  participant!: RatedParticipant;

  @Field(() => DecidingBody, { description: '审定主体' })
  body!: DecidingBody;

  @Field(() => String, { nullable: true, description: '审定会议的名称；由办公室认定时为空' })
  meetingName!: string | null;

  @Field(() => String, { nullable: true, description: '会议纪要编号；没有时为空' })
  minutesNumber!: string | null;

  @Field(() => DateScalar, { description: '审定的日期' })
  decidedOn!: string;

  @Field(() => String, { nullable: true, description: '通报文号' })
  noticeNumber!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: '最终得分；只供协调小组办公室，未要求时为空' })
  score!: string | null;

  @Field(() => Boolean, { description: '是否演示数据' })
  isDemo!: boolean;
}

export const AppraisalEntryConnection = createConnectionType(
  'AppraisalEntry',
  '供年度综合评价使用的评价结果',
  AppraisalEntry,
);
