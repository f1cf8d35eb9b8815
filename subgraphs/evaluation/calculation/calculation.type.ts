import { Field, Int, ObjectType } from 'type-graphql';
import { Dimension } from '../../../shared/graphql/dimension.type.ts';
import { MemberUnitRef } from '../../../shared/graphql/entity-refs.type.ts';
import { Period } from '../../../shared/graphql/period.type.ts';
import { DecimalScalar } from '../../../shared/graphql/scalars.ts';
import { Assessment } from '../assessment/assessment.type.ts';
import { AssessmentItem } from '../framework/assessment-item.type.ts';
import { DataStatus } from '../framework/framework-enums.ts';
import { Measure } from '../framework/measure.type.ts';
import { AcceptedObservation } from '../input-store/accepted-observation.type.ts';
import { IndicatorStatus } from '../result/result-enums.ts';
import { Score } from '../result/score.type.ts';
import { CalculationRule, ReadingStatus, ScoreGapReason } from './calculation-enums.ts';

@ObjectType({ simpleResolvers: true, description: '同类评价对象自己的标准（注重差异性）' })
export class CalculationStandard {
  @Field(() => String, { description: '组别的代码' })
  peerGroup!: string;

  @Field(() => String, { description: '组别的名称' })
  name!: string;

  @Field(() => DataStatus, { description: '标准是文件原文还是推导' })
  status!: DataStatus;

  @Field(() => String, { description: '标准为何不同' })
  reason!: string;
}

@ObjectType({ simpleResolvers: true, description: '计分途中算出的一个值' })
export class IntermediateValue {
  @Field(() => Measure, { nullable: true, description: '数据项；如增长率这样不是数据项的，为其所依据的数据项' })
  measure!: Measure | null;

  @Field(() => String, { description: '怎样算出，如“占比”“增长率”' })
  operation!: string;

  @Field(() => Period, { nullable: true, description: '报告期' })
  period!: Period | null;

  @Field(() => [Dimension], { description: '分组(维度)坐标；没有分组时为空列表' })
  dimensions!: readonly Dimension[];

  @Field(() => DecimalScalar, { description: '算出的值，八位小数以内' })
  value!: string;
}

@ObjectType({ simpleResolvers: true, description: '一个计分步骤所读的值，及其来源' })
export class CalculationReading {
  @Field(() => ReadingStatus, { description: '是否已知' })
  status!: ReadingStatus;

  @Field(() => DecimalScalar, { nullable: true, description: '值；不完整或不显示时为空' })
  value!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: '值的下限；没有下限或不显示时为空' })
  low!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: '值的上限；没有上限或不显示时为空' })
  high!: string | null;

  @Field(() => Int, { nullable: true, description: '沿用的年度：按任期沿用以前换届年的值；当年的值为空' })
  carriedFrom!: number | null;

  @Field(() => [AcceptedObservation], { description: '所用的已核收的值及其单位、批次、修订和回执' })
  inputs!: readonly AcceptedObservation[];

  @Field(() => Int, { description: '所用的值中查看者无权查看的个数' })
  hiddenInputs!: number;

  @Field(() => [IntermediateValue], { description: '途中算出的值' })
  intermediateValues!: readonly IntermediateValue[];
}

@ObjectType({ simpleResolvers: true, description: '得分还在等待的一项内容' })
export class ScoreGap {
  @Field(() => ScoreGapReason, { description: '原因' })
  reason!: ScoreGapReason;

  @Field(() => String, { description: '区间规则：这种情形怎样影响得分' })
  rule!: string;

  @Field(() => Measure, { nullable: true, description: '数据项；等待的是评价意见时为空' })
  measure!: Measure | null;

  @Field(() => AssessmentItem, { nullable: true, description: '评价要点；等待的是数据时为空' })
  assessmentItem!: AssessmentItem | null;

  @Field(() => Period, { nullable: true, description: '报告期' })
  period!: Period | null;

  @Field(() => [Dimension], { description: '分组(维度)坐标；没有分组时为空列表' })
  dimensions!: readonly Dimension[];

  @Field(() => MemberUnitRef, { nullable: true, description: '应报送的成员单位；评价意见和计算的值为空' })
  memberUnit!: MemberUnitRef | null;
}

@ObjectType({ simpleResolvers: true, description: '计分的一个步骤；步骤之下的部分紧随其后' })
export class CalculationStep {
  @Field(() => Int, { description: '在步骤列表中的位置，从 0 开始' })
  position!: number;

  @Field(() => Int, { nullable: true, description: '所属步骤的位置；指标本身为空' })
  parent!: number | null;

  @Field(() => Int, { description: '层次，指标本身为 0' })
  level!: number;

  @Field(() => CalculationRule, { description: '规则' })
  rule!: CalculationRule;

  @Field(() => String, { description: '规则的名称' })
  ruleName!: string;

  @Field(() => String, { description: '评什么' })
  label!: string;

  @Field(() => String, { description: '怎样计分：带有所用标准的数值' })
  formula!: string;

  @Field(() => DecimalScalar, { nullable: true, description: '在所属步骤中的份额；指标本身为空' })
  weight!: string | null;

  @Field(() => IndicatorStatus, { description: '得分的状态' })
  status!: IndicatorStatus;

  @Field(() => Score, { description: '本步骤的得分，百分制' })
  score!: Score;

  @Field(() => DecimalScalar, { description: '已收到的份额，0 至 1' })
  receivedShare!: string;

  @Field(() => String, { nullable: true, description: '扣分原因；没有时为空' })
  note!: string | null;

  @Field(() => CalculationStandard, { nullable: true, description: '所用的同类标准；用通用标准时为空' })
  standard!: CalculationStandard | null;

  @Field(() => [CalculationReading], { description: '所读的值' })
  readings!: readonly CalculationReading[];

  @Field(() => [Assessment], { description: '所用的评价意见；无权查看的不列' })
  assessments!: readonly Assessment[];

  @Field(() => [ScoreGap], { description: '还在等待的内容' })
  gaps!: readonly ScoreGap[];
}

@ObjectType({ simpleResolvers: true, description: '一个三级指标的计分过程：由存档的值重新计算，可逐步核对' })
export class Calculation {
  @Field(() => String, { description: '指标体系的代码' })
  framework!: string;

  @Field(() => String, { description: '结果所用的计分模型和目录版本' })
  resultModel!: string;

  @Field(() => String, { description: '本次计算所用的计分模型和目录版本' })
  model!: string;

  @Field(() => Boolean, { description: '本次计算是否与存档的得分完全一致；版本不同时可能为否' })
  isReproduced!: boolean;

  @Field(() => [CalculationStep], { description: '各步骤，从指标本身起逐层列出；因查询深度有限，以列表代替嵌套' })
  steps!: readonly CalculationStep[];
}
