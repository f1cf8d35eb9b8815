import { Field, Int, ObjectType } from 'type-graphql';
import { MemberUnitRef } from '../../../shared/graphql/entity-refs.type.ts';
import { DecimalScalar } from '../../../shared/graphql/scalars.ts';
import { Measure } from '../framework/measure.type.ts';
import { IndicatorGroup, Pillar } from '../framework/pillar.type.ts';
import { IndicatorStatus } from './result-enums.ts';

@ObjectType({ simpleResolvers: true, description: '得分，百分制；有缺少时为区间，缺少从不按零分计' })
export class Score {
  @Field(() => DecimalScalar, {
    nullable: true,
    description: '按已收到的部分折算的得分，在下限与上限之间；全部缺少时为空',
  })
  value!: string | null;

  @Field(() => DecimalScalar, { description: '得分下限：缺少的部分取最不利的值' })
  low!: string;

  @Field(() => DecimalScalar, { description: '得分上限：缺少的部分取最有利的值' })
  high!: string;

  @Field(() => Boolean, { description: '是否齐全，即缺少的部分不再影响得分' })
  isComplete!: boolean;
}

@ObjectType({ simpleResolvers: true, description: '数据齐全程度：应填报的值中已收到多少' })
export class Completeness {
  @Field(() => Int, { description: '应填报的值的个数' })
  expected!: number;

  @Field(() => Int, { description: '已核收的值的个数' })
  received!: number;

  @Field(() => Int, { description: '已报送、尚未核收的值的个数；从不计入得分' })
  unaccepted!: number;

  @Field(() => DecimalScalar, { description: '已核收的占比，小数；没有应填报的值时为 1' })
  ratio!: string;
}

@ObjectType({ simpleResolvers: true, description: '一个成员单位尚缺的数据项' })
export class MissingMeasures {
  @Field(() => MemberUnitRef, { nullable: true, description: '应填报的成员单位' })
  memberUnit!: MemberUnitRef | null;

  @Field(() => [Measure], { description: '尚缺的数据项，缺其中一部分分组或报告期的也列入' })
  measures!: readonly Measure[];

  @Field(() => Int, { description: '尚缺的值的个数，按分组和报告期计' })
  cells!: number;

  @Field(() => Int, { description: '其中已报送、尚未核收的值的个数' })
  unaccepted!: number;
}

@ObjectType({ simpleResolvers: true, description: '一级指标的评价结果' })
export class PillarEvaluation {
  @Field(() => Pillar, { nullable: true, description: '一级指标' })
  pillar!: Pillar | null;

  @Field(() => DecimalScalar, { description: '权重，百分制' })
  weight!: string;

  @Field(() => DecimalScalar, { description: '不适用的指标让出权重后的实际权重，百分制' })
  effectiveWeight!: string;

  @Field(() => IndicatorStatus, { description: '得分的状态' })
  status!: IndicatorStatus;

  @Field(() => Score, { description: '得分' })
  score!: Score;
}

@ObjectType({ simpleResolvers: true, description: '二级指标的评价结果' })
export class GroupEvaluation {
  @Field(() => IndicatorGroup, { nullable: true, description: '二级指标' })
  group!: IndicatorGroup | null;

  @Field(() => DecimalScalar, { description: '权重，百分制' })
  weight!: string;

  @Field(() => DecimalScalar, { description: '不适用的指标让出权重后的实际权重，百分制' })
  effectiveWeight!: string;

  @Field(() => IndicatorStatus, { description: '得分的状态' })
  status!: IndicatorStatus;

  @Field(() => Score, { description: '得分' })
  score!: Score;
}
