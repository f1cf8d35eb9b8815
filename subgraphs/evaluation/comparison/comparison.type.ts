import { Field, ID, Int, ObjectType } from 'type-graphql';
import { MemberUnitRef } from '../../../shared/graphql/entity-refs.type.ts';
import { DateTimeScalar, DecimalScalar, MeasureValueScalar } from '../../../shared/graphql/scalars.ts';
import { UserError } from '../../../shared/graphql/user-error.type.ts';
import { Assessment } from '../assessment/assessment.type.ts';
import { Framework } from '../framework/framework.type.ts';
import { Indicator } from '../framework/indicator.type.ts';
import { UnitOfMeasure } from '../framework/measure.type.ts';
import { IndicatorGroup, Pillar } from '../framework/pillar.type.ts';
import { MemberUnitEvaluation } from '../result/member-unit-evaluation.type.ts';
import { Grade, IndicatorStatus } from '../result/result-enums.ts';
import { Completeness, Score } from '../result/score.type.ts';
import { Subject } from '../subject/subject.type.ts';
import type { ValueChange as Change } from './comparison.ts';

@ObjectType({ simpleResolvers: true, description: '两个时刻的得分；无权查看或当时尚无时为空' })
export class ScoreChange {
  @Field(() => Score, { nullable: true, description: '起始时刻的得分' })
  before!: Score | null;

  @Field(() => Score, { nullable: true, description: '截止时刻的得分' })
  after!: Score | null;
}

@ObjectType({ simpleResolvers: true, description: '两个时刻的建议类别；只有协调小组办公室可见' })
export class GradeChange {
  @Field(() => Grade, { nullable: true, description: '起始时刻的建议类别；没有建议时为空' })
  before!: Grade | null;

  @Field(() => Grade, { nullable: true, description: '截止时刻的建议类别；没有建议时为空' })
  after!: Grade | null;
}

@ObjectType({ simpleResolvers: true, description: '两个时刻所用的计分模型和目录版本' })
export class ModelChange {
  @Field(() => String, { nullable: true, description: '起始时刻所用的；当时尚无结果时为空' })
  before!: string | null;

  @Field(() => String, { nullable: true, description: '截止时刻所用的；当时尚无结果时为空' })
  after!: string | null;

  @Field(() => Boolean, { description: '两者是否不同：不同时得分的变动可能来自模型或目录而不是值' })
  isChanged!: boolean;
}

@ObjectType({ simpleResolvers: true, description: '两个时刻的数据齐全程度' })
export class CompletenessChange {
  @Field(() => Completeness, { nullable: true, description: '起始时刻的；当时尚无结果时为空' })
  before!: Completeness | null;

  @Field(() => Completeness, { nullable: true, description: '截止时刻的；当时尚无结果时为空' })
  after!: Completeness | null;
}

@ObjectType({ simpleResolvers: true, description: '结果有变动的一个一级指标' })
export class PillarChange {
  @Field(() => Pillar, { nullable: true, description: '一级指标' })
  pillar!: Pillar | null;

  @Field(() => ScoreChange, { description: '得分的变动' })
  score!: ScoreChange;
}

@ObjectType({ simpleResolvers: true, description: '结果有变动的一个二级指标' })
export class GroupChange {
  @Field(() => IndicatorGroup, { nullable: true, description: '二级指标' })
  group!: IndicatorGroup | null;

  @Field(() => ScoreChange, { description: '得分的变动' })
  score!: ScoreChange;
}

@ObjectType({ simpleResolvers: true, description: '一个三级指标在一个时刻的结果' })
export class IndicatorAtInstant {
  @Field(() => IndicatorStatus, { description: '得分的状态' })
  status!: IndicatorStatus;

  @Field(() => DecimalScalar, { description: '当时计分所用的权重，百分制' })
  weight!: string;

  @Field(() => Score, { description: '得分' })
  score!: Score;

  @Field(() => String, { description: '得分说明' })
  explanation!: string;
}

@ObjectType({ simpleResolvers: true, description: '结果有变动的一个三级指标：得分、说明或所依据的值变了' })
export class IndicatorChange {
  @Field(() => Indicator, { nullable: true, description: '三级指标' })
  indicator!: Indicator | null;

  @Field(() => MemberUnitRef, { nullable: true, description: '牵头单位' })
  leadUnit!: MemberUnitRef | null;

  @Field(() => IndicatorAtInstant, { nullable: true, description: '起始时刻的结果；当时尚无时为空' })
  before!: IndicatorAtInstant | null;

  @Field(() => IndicatorAtInstant, { nullable: true, description: '截止时刻的结果；不再有时为空' })
  after!: IndicatorAtInstant | null;
}

@ObjectType({ simpleResolvers: true, description: '值有变动的一个关键绩效指标' })
export class KeyPerformanceIndicatorChange {
  @Field(() => ID, { description: '关键绩效指标代码' })
  code!: string;

  @Field(() => String, { description: '关键绩效指标名称' })
  name!: string;

  @Field(() => UnitOfMeasure, { nullable: true, description: '计量单位' })
  unitOfMeasure!: UnitOfMeasure | null;

  @Field(() => MeasureValueScalar, { nullable: true, description: '起始时刻的值；尚无时为空' })
  before!: string | null;

  @Field(() => MeasureValueScalar, { nullable: true, description: '截止时刻的值；无法计算时为空' })
  after!: string | null;
}

@ObjectType({ simpleResolvers: true, description: '单位视图有变动的一个成员单位' })
export class MemberUnitChange {
  @Field(() => MemberUnitRef, { nullable: true, description: '成员单位' })
  memberUnit!: MemberUnitRef | null;

  @Field(() => MemberUnitEvaluation, { nullable: true, description: '起始时刻的单位视图' })
  before!: MemberUnitEvaluation | null;

  @Field(() => MemberUnitEvaluation, { nullable: true, description: '截止时刻的单位视图' })
  after!: MemberUnitEvaluation | null;
}

@ObjectType({ simpleResolvers: true, description: '一条评价意见的变动：新录入、取代或不再计入' })
export class AssessmentChange {
  @Field(() => Assessment, { nullable: true, description: '起始时刻计入的评价意见；当时尚无时为空' })
  before!: Assessment | null;

  @Field(() => Assessment, { nullable: true, description: '截止时刻计入的评价意见；不再计入时为空' })
  after!: Assessment | null;
}

@ObjectType({ simpleResolvers: true, description: '一个评价在两个时刻之间的变动；单位只看得到本单位的部分' })
export class EvaluationChange {
  @Field(() => Subject, { nullable: true, description: '评价对象' })
  subject!: Subject | null;

  @Field(() => Int, { description: '评价年度' })
  year!: number;

  @Field(() => Framework, { nullable: true, description: '截止时刻所用的指标体系' })
  framework!: Framework | null;

  @Field(() => Framework, {
    nullable: true,
    description: '起始时刻所用的指标体系；其间换了版本时与 framework 不同，三级指标按键对应；当时尚无结果时为空',
  })
  frameworkBefore!: Framework | null;

  @Field(() => DateTimeScalar, { description: '起始时刻' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: '截止时刻；所问时刻未到时为查询之时' })
  to!: Date;

  @Field(() => ModelChange, { description: '计分模型和目录版本的变动' })
  model!: ModelChange;

  @Field(() => ScoreChange, { description: '总得分；通报前只供协调小组办公室，其他单位两项均为空' })
  score!: ScoreChange;

  @Field(() => GradeChange, { nullable: true, description: '建议类别；只有协调小组办公室可见，其他人为空' })
  suggestedGrade!: GradeChange | null;

  @Field(() => CompletenessChange, { description: '数据齐全程度；单位看到的是本单位的' })
  completeness!: CompletenessChange;

  @Field(() => [PillarChange], { description: '有变动的一级指标；通报前只供协调小组办公室，其他单位为空列表' })
  pillars!: readonly PillarChange[];

  @Field(() => [GroupChange], { description: '有变动的二级指标；通报前只供协调小组办公室，其他单位为空列表' })
  groups!: readonly GroupChange[];

  @Field(() => [IndicatorChange], { description: '有变动的三级指标，按文件顺序；单位只看得到本单位牵头的' })
  indicators!: readonly IndicatorChange[];

  @Field(() => [KeyPerformanceIndicatorChange], {
    description: '有变动的关键绩效指标；通报前只供协调小组办公室，其他单位为空列表',
  })
  keyPerformanceIndicators!: readonly KeyPerformanceIndicatorChange[];

  @Field(() => [MemberUnitChange], { description: '有变动的单位视图，按名录顺序；单位只看得到本单位的' })
  memberUnits!: readonly MemberUnitChange[];

  @Field(() => [AssessmentChange], { description: '有变动的评价意见；无权查看评价意见时为空列表' })
  assessments!: readonly AssessmentChange[];

  /** What the list of values is made from; not shown. */
  valueChanges!: readonly Change[];
}

@ObjectType({ simpleResolvers: true, description: '两个时刻之间评价变了什么、为什么变' })
export class EvaluationDiff {
  @Field(() => EvaluationChange, { nullable: true, description: '变动；不能比较时为空' })
  evaluation!: EvaluationChange | null;

  @Field(() => [UserError], { description: '不能比较的原因；能比较时为空列表' })
  errors!: readonly UserError[];
}
