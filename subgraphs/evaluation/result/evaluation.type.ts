import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { createConnectionType } from '../../../shared/graphql/connection.ts';
import { MemberUnitRef } from '../../../shared/graphql/entity-refs.type.ts';
import { DateTimeScalar, DecimalScalar } from '../../../shared/graphql/scalars.ts';
import { Assessment } from '../assessment/assessment.type.ts';
import { Framework } from '../framework/framework.type.ts';
import { Indicator } from '../framework/indicator.type.ts';
import { AcceptedObservation } from '../input-store/accepted-observation.type.ts';
import type { Subject } from '../subject/subject.type.ts';
import type { IndicatorRecord, VisibleEvaluation } from './evaluation-record.ts';
import type { VisibleIndicator } from './visible-indicator.ts';
import { KeyPerformanceIndicatorValue, MemberUnitEvaluation } from './member-unit-evaluation.type.ts';
import { Grade, IndicatorStatus } from './result-enums.ts';
import { Completeness, GroupEvaluation, MissingMeasures, PillarEvaluation, Score } from './score.type.ts';

@ObjectType({ simpleResolvers: true, description: '一个三级指标的评价结果及其依据' })
export class IndicatorEvaluation {
  @Field(() => Indicator, { nullable: true, description: '三级指标' })
  indicator!: Indicator | null;

  @Field(() => MemberUnitRef, { nullable: true, description: '牵头单位' })
  leadUnit!: MemberUnitRef | null;

  @Field(() => DecimalScalar, { description: '计分所用的权重，百分制' })
  weight!: string;

  @Field(() => IndicatorStatus, { description: '得分的状态' })
  status!: IndicatorStatus;

  @Field(() => Score, { description: '得分' })
  score!: Score;

  @Field(() => String, { description: '得分说明：得分、扣分原因和尚缺的内容' })
  explanation!: string;

  @Field(() => [AcceptedObservation], { description: '数据来源：得分所依据的值' })
  evidence!: readonly AcceptedObservation[];

  @Field(() => [Assessment], { description: '得分所依据的评价意见' })
  assessments!: readonly Assessment[];

  /** What the calculation is made from; not shown. */
  known!: VisibleEvaluation;
  record!: VisibleIndicator;
  isCurrent!: boolean;
  subject!: Subject;
}

export const IndicatorEvaluationConnection = createConnectionType(
  'IndicatorEvaluation',
  '三级指标的评价结果',
  IndicatorEvaluation,
);

@InputType({ description: '三级指标评价结果的筛选条件，各条件同时满足' })
export class IndicatorEvaluationFilterInput {
  @Field(() => [String], { nullable: true, description: '一级指标的编号，任一符合即可' })
  pillars?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: '二级指标的编号，任一符合即可' })
  groups?: readonly string[] | null;

  @Field(() => [IndicatorStatus], { nullable: true, description: '得分的状态，任一符合即可' })
  statuses?: readonly IndicatorStatus[] | null;

  @Field(() => [String], { nullable: true, description: '牵头单位的代码，任一符合即可' })
  leadUnits?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: '指标键，任一符合即可' })
  keys?: readonly string[] | null;
}

@ObjectType({
  simpleResolvers: true,
  description: '一个评价对象在一个评价年度的评价结果；推导的权重和标准见指标体系的 status',
})
export class Evaluation {
  @Field(() => Int, { description: '评价年度，即被评价的年度' })
  year!: number;

  @Field(() => DateTimeScalar, { description: '本结果所反映的时刻：查询所指的时刻，未指明时为查询之时' })
  asOf!: Date;

  @Field(() => DateTimeScalar, { description: '结果最近一次变动的时刻' })
  calculatedAt!: Date;

  @Field(() => String, { description: '当时所用的计分模型和目录版本；两次结果的此项相同，变动就只来自值和评价意见' })
  model!: string;

  @Field(() => Boolean, { description: '此后是否已有新的结果取代；查看以前的时刻时可为真' })
  isSuperseded!: boolean;

  @Field(() => Boolean, { description: '是否预评：假定待核收的值全部核收，临时测算、不作依据；正式结果为否' })
  isProvisional!: boolean;

  @Field(() => Framework, { nullable: true, description: '所用的指标体系' })
  framework!: Framework | null;

  @Field(() => Score, { nullable: true, description: '总得分；通报前只供协调小组办公室，其他单位为空' })
  score!: Score | null;

  @Field(() => Grade, {
    nullable: true,
    description: '建议类别，供会议审定；只有牵头单位的评价人员可见，其他人、区间跨多个类别或数据不足时为空',
  })
  suggestedGrade!: Grade | null;

  @Field(() => [Grade], { description: '区间内仍可能的类别，从优到差；只有牵头单位的评价人员可见，其他人为空列表' })
  possibleGrades!: readonly Grade[];

  @Field(() => String, {
    nullable: true,
    description: '建议类别低于得分所示类别或没有建议的原因；只有牵头单位的评价人员可见',
  })
  gradeReason!: string | null;

  @Field(() => Completeness, { description: '数据齐全程度' })
  completeness!: Completeness;

  @Field(() => [MissingMeasures], { description: '尚缺的数据项，按成员单位' })
  missing!: readonly MissingMeasures[];

  @Field(() => [PillarEvaluation], { description: '一级指标的评价结果，按文件顺序' })
  pillars!: readonly PillarEvaluation[];

  @Field(() => [GroupEvaluation], { description: '二级指标的评价结果，按文件顺序' })
  groups!: readonly GroupEvaluation[];

  @Field(() => [MemberUnitEvaluation], { description: '按成员单位汇总的评价结果，按名录顺序，不排名次' })
  memberUnits!: readonly MemberUnitEvaluation[];

  @Field(() => [KeyPerformanceIndicatorValue], { description: '关键绩效指标的值，从不计入得分' })
  keyPerformanceIndicators!: readonly KeyPerformanceIndicatorValue[];

  /** What the resolver needs to find the indicators; not shown. */
  known!: VisibleEvaluation;
  knownAsOf!: Date | null;
  /** Indicators of a provisional result, which are not stored. */
  provisional!: readonly IndicatorRecord[] | null;
  subject!: Subject;
}
