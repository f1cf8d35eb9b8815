import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Dimension } from '../../../shared/graphql/dimension.type.ts';
import { MemberUnitRef } from '../../../shared/graphql/entity-refs.type.ts';
import { Period } from '../../../shared/graphql/period.type.ts';
import { MeasureValueScalar, PeriodCodeScalar } from '../../../shared/graphql/scalars.ts';
import { UserError } from '../../../shared/graphql/user-error.type.ts';
import { Framework } from '../framework/framework.type.ts';
import { Indicator } from '../framework/indicator.type.ts';
import { Measure, UnitOfMeasure } from '../framework/measure.type.ts';
import { Pillar } from '../framework/pillar.type.ts';
import { MemberUnitEvaluation } from '../result/member-unit-evaluation.type.ts';
import { Grade } from '../result/result-enums.ts';
import { Score } from '../result/score.type.ts';
import { Subject } from '../subject/subject.type.ts';

@ObjectType({ simpleResolvers: true, description: '一格值的变动：核收前后各是多少' })
export class ObservationImpact {
  @Field(() => Measure, { nullable: true, description: '数据项' })
  measure!: Measure | null;

  @Field(() => Period, { nullable: true, description: '报告期' })
  period!: Period | null;

  @Field(() => [Dimension], { description: '分组(维度)坐标；没有分组时为空列表' })
  dimensions!: readonly Dimension[];

  @Field(() => MemberUnitRef, { nullable: true, description: '报送的成员单位' })
  memberUnit!: MemberUnitRef | null;

  @Field(() => MeasureValueScalar, { nullable: true, description: '现行的值；尚无已核收的值时为空' })
  before!: string | null;

  @Field(() => MeasureValueScalar, { nullable: true, description: '变动后的值；撤回时为空' })
  after!: string | null;
}

@ObjectType({ simpleResolvers: true, description: '得分的变动；通报前无权查看时两项均为空' })
export class ScoreImpact {
  @Field(() => Score, { nullable: true, description: '现在的得分' })
  before!: Score | null;

  @Field(() => Score, { nullable: true, description: '变动后的得分' })
  after!: Score | null;
}

@ObjectType({ simpleResolvers: true, description: '建议类别的变动，供核收人参考；只有协调小组办公室可见' })
export class GradeImpact {
  @Field(() => Grade, { nullable: true, description: '现在的建议类别；没有建议时为空' })
  before!: Grade | null;

  @Field(() => Grade, { nullable: true, description: '变动后的建议类别；没有建议时为空' })
  after!: Grade | null;
}

@ObjectType({ simpleResolvers: true, description: '得分有变动的一个三级指标' })
export class IndicatorImpact {
  @Field(() => Indicator, { nullable: true, description: '三级指标，含键、序号和名称' })
  indicator!: Indicator | null;

  @Field(() => ScoreImpact, { description: '得分的变动；单位只看得到本单位牵头的指标的得分' })
  score!: ScoreImpact;
}

@ObjectType({ simpleResolvers: true, description: '得分有变动的一个一级指标' })
export class PillarImpact {
  @Field(() => Pillar, { nullable: true, description: '一级指标' })
  pillar!: Pillar | null;

  @Field(() => ScoreImpact, { description: '得分的变动' })
  score!: ScoreImpact;
}

@ObjectType({ simpleResolvers: true, description: '值有变动的一个关键绩效指标' })
export class KeyPerformanceIndicatorImpact {
  @Field(() => ID, { description: '关键绩效指标代码' })
  code!: string;

  @Field(() => String, { description: '关键绩效指标名称' })
  name!: string;

  @Field(() => UnitOfMeasure, { nullable: true, description: '计量单位' })
  unitOfMeasure!: UnitOfMeasure | null;

  @Field(() => MeasureValueScalar, { nullable: true, description: '现在的值；尚无时为空' })
  before!: string | null;

  @Field(() => MeasureValueScalar, { nullable: true, description: '变动后的值；无法计算时为空' })
  after!: string | null;
}

@ObjectType({ simpleResolvers: true, description: '单位视图有变动的一个成员单位' })
export class MemberUnitImpact {
  @Field(() => MemberUnitRef, { nullable: true, description: '成员单位' })
  memberUnit!: MemberUnitRef | null;

  @Field(() => MemberUnitEvaluation, { nullable: true, description: '现在的单位视图' })
  before!: MemberUnitEvaluation | null;

  @Field(() => MemberUnitEvaluation, { nullable: true, description: '变动后的单位视图' })
  after!: MemberUnitEvaluation | null;
}

@ObjectType({
  simpleResolvers: true,
  description: '一些值的变动对一个评价对象一个年度的评价意味着什么；只测算，不改动正式结果',
})
export class EvaluationImpact {
  @Field(() => Subject, { nullable: true, description: '评价对象' })
  subject!: Subject | null;

  @Field(() => Int, { description: '评价年度' })
  year!: number;

  @Field(() => Framework, { nullable: true, description: '所用的指标体系' })
  framework!: Framework | null;

  @Field(() => [ObservationImpact], { description: '变动的值，至多列出 200 个' })
  values!: readonly ObservationImpact[];

  @Field(() => Int, { description: '变动的值的总数' })
  valueCount!: number;

  @Field(() => [IndicatorImpact], { description: '得分有变动的三级指标，按文件顺序' })
  indicators!: readonly IndicatorImpact[];

  @Field(() => [PillarImpact], { description: '得分有变动的一级指标；通报前只供协调小组办公室，其他单位为空列表' })
  pillars!: readonly PillarImpact[];

  @Field(() => ScoreImpact, { description: '总得分的变动；通报前只供协调小组办公室，其他单位两项均为空' })
  score!: ScoreImpact;

  @Field(() => GradeImpact, { nullable: true, description: '建议类别的变动；只有协调小组办公室可见，其他人为空' })
  suggestedGrade!: GradeImpact | null;

  @Field(() => [KeyPerformanceIndicatorImpact], {
    description: '值有变动的关键绩效指标；通报前只供协调小组办公室，其他单位为空列表',
  })
  keyPerformanceIndicators!: readonly KeyPerformanceIndicatorImpact[];

  @Field(() => [MemberUnitImpact], { description: '有变动的单位视图，按名录顺序；单位只看得到本单位的' })
  memberUnits!: readonly MemberUnitImpact[];
}

@ObjectType({ simpleResolvers: true, description: '核收一个报送批次会带来什么；只测算，不改动正式结果' })
export class PublicationImpact {
  @Field(() => ID, { description: '报送批次的标识' })
  publication!: string;

  @Field(() => MemberUnitRef, { nullable: true, description: '报送的成员单位' })
  memberUnit!: MemberUnitRef | null;

  @Field(() => Int, { description: '待核收的值的个数' })
  valueCount!: number;

  @Field(() => Int, { description: '所涉评价的个数，一个对象一个年度为一个' })
  evaluationCount!: number;

  @Field(() => [EvaluationImpact], { description: '对各评价的影响，至多 10 个' })
  evaluations!: readonly EvaluationImpact[];

  @Field(() => [UserError], { description: '不能测算的原因；能测算时为空列表' })
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: '逐格列出的变动会带来什么；只测算，不改动正式结果' })
export class ChangeImpact {
  @Field(() => EvaluationImpact, { nullable: true, description: '对评价的影响；不能测算时为空' })
  evaluation!: EvaluationImpact | null;

  @Field(() => [UserError], { description: '不能测算的原因，逐格说明；能测算时为空列表' })
  errors!: readonly UserError[];
}

@InputType({ description: '分组(维度)的一个坐标' })
export class ChangedDimensionInput {
  @Field(() => String, { description: '维度代码' })
  key!: string;

  @Field(() => String, { description: '维度取值的代码' })
  code!: string;
}

@InputType({ description: '要测算的一格值的变动' })
export class ObservationChangeInput {
  @Field(() => String, { description: '数据项代码' })
  measure!: string;

  @Field(() => PeriodCodeScalar, { description: '报告期' })
  period!: string;

  @Field(() => [ChangedDimensionInput], { nullable: true, description: '分组(维度)坐标；没有分组时不填' })
  dimensions?: readonly ChangedDimensionInput[] | null;

  @Field(() => MeasureValueScalar, { nullable: true, description: '改为这个值；为空表示撤回' })
  value?: string | null;
}
