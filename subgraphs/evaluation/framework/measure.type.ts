import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { MemberUnitRef } from '../../../shared/graphql/entity-refs.type.ts';
import { SubjectKind } from './framework-enums.ts';
import { Direction, Frequency, MeasureType, Temporal } from './measure-enums.ts';

@ObjectType({ simpleResolvers: true, description: '计量单位' })
export class UnitOfMeasure {
  @Field(() => ID, { description: '计量单位代码' })
  code!: string;

  @Field(() => String, { description: '计量单位名称，如“人”“万元”' })
  name!: string;
}

@ObjectType({ simpleResolvers: true, description: '维度的一个取值' })
export class DimensionCode {
  @Field(() => ID, { description: '取值的代码' })
  code!: string;

  @Field(() => String, { description: '取值的名称' })
  name!: string;
}

@ObjectType({ simpleResolvers: true, description: '分组(维度)：数据项的一种分组方式及其代码表' })
export class MeasureDimension {
  @Field(() => ID, { description: '维度代码' })
  key!: string;

  @Field(() => String, { description: '维度名称' })
  name!: string;

  @Field(() => Boolean, { description: '各取值是否互不重叠，可以相加' })
  isPartition!: boolean;

  @Field(() => [DimensionCode], { description: '代码表：全部取值' })
  values!: readonly DimensionCode[];
}

@Directive('@key(fields: "code")')
@ObjectType({ simpleResolvers: true, description: '数据项：填报或计算的最小数据单位' })
export class Measure {
  @Field(() => ID, { description: '数据项代码，在各版指标体系中不变' })
  code!: string;

  @Field(() => String, { nullable: true, description: '数据项名称' })
  name!: string;

  @Field(() => String, { nullable: true, description: '数据项英文名称' })
  nameEn!: string;

  @Field(() => MeasureType, { nullable: true, description: '值的类型' })
  type!: MeasureType;

  @Field(() => UnitOfMeasure, { nullable: true, description: '计量单位' })
  unitOfMeasure!: UnitOfMeasure;

  @Field(() => Frequency, { nullable: true, description: '报送频率' })
  frequency!: Frequency;

  @Field(() => Temporal, { nullable: true, description: '值与报告期的关系' })
  temporal!: Temporal;

  @Field(() => Direction, { nullable: true, description: '值的好坏方向' })
  direction!: Direction;

  @Field(() => [MeasureDimension], { nullable: true, description: '所用的分组(维度)，每个值在每个维度上取一个代码' })
  dimensions!: readonly MeasureDimension[];

  @Field(() => Boolean, { nullable: true, description: '是否由其他数据项计算，不需填报' })
  isDerived!: boolean;

  @Field(() => String, { nullable: true, description: '计算公式；不由计算得到时为空' })
  formula!: string | null;

  @Field(() => MemberUnitRef, { nullable: true, description: '责任单位：对这个数据项负责的成员单位' })
  owner!: MemberUnitRef | null;

  @Field(() => [SubjectKind], { nullable: true, description: '适用的评价对象种类' })
  appliesTo!: readonly SubjectKind[];
}
