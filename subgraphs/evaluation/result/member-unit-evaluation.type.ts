import { Field, ID, Int, ObjectType } from 'type-graphql';
import { MemberUnitRef } from '../../../shared/graphql/entity-refs.type.ts';
import { DecimalScalar, MeasureValueScalar } from '../../../shared/graphql/scalars.ts';
import { UnitOfMeasure } from '../framework/measure.type.ts';
import { Score } from './score.type.ts';

@ObjectType({ simpleResolvers: true, description: '成员单位共性指标中的一项' })
export class CommonItemEvaluation {
  @Field(() => ID, { description: '共性指标的代码' })
  code!: string;

  @Field(() => String, { description: '共性指标的名称' })
  name!: string;

  @Field(() => DecimalScalar, { description: '权重，百分制' })
  weight!: string;

  @Field(() => Score, { description: '得分' })
  score!: Score;
}

@ObjectType({ simpleResolvers: true, description: '按成员单位汇总的评价结果，按名录顺序，不排名次' })
export class MemberUnitEvaluation {
  @Field(() => MemberUnitRef, { nullable: true, description: '成员单位' })
  memberUnit!: MemberUnitRef | null;

  @Field(() => Int, { description: '牵头的三级指标项数' })
  leads!: number;

  @Field(() => Int, { description: '应由其填报的值中已核收的个数' })
  received!: number;

  @Field(() => Int, { description: '应由其填报的值的个数' })
  expected!: number;

  @Field(() => Score, { nullable: true, description: '单位得分（共性加个性）；只写评语、不打分的单位为空' })
  score!: Score | null;

  @Field(() => Score, { nullable: true, description: '个性指标得分，取自其牵头的指标；只写评语、不打分的单位为空' })
  special!: Score | null;

  @Field(() => [CommonItemEvaluation], { description: '共性指标各项得分；只写评语、不打分的单位为空列表' })
  common!: readonly CommonItemEvaluation[];
}

@ObjectType({ simpleResolvers: true, description: '关键绩效指标的值，与得分并列展示，从不计入得分' })
export class KeyPerformanceIndicatorValue {
  @Field(() => ID, { description: '关键绩效指标代码' })
  code!: string;

  @Field(() => String, { description: '关键绩效指标名称' })
  name!: string;

  @Field(() => UnitOfMeasure, { nullable: true, description: '计量单位' })
  unitOfMeasure!: UnitOfMeasure | null;

  @Field(() => MeasureValueScalar, { nullable: true, description: '评价年度的值；尚无时为空' })
  value!: string | null;
}
