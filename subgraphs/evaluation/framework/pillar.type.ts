import { Field, ID, ObjectType } from 'type-graphql';
import { DecimalScalar } from '../../../shared/graphql/scalars.ts';
import { PillarKind } from './framework-enums.ts';

@ObjectType({ simpleResolvers: true, description: '一级指标' })
export class Pillar {
  @Field(() => ID, { description: '一级指标的编号，在一版指标体系内唯一' })
  code!: string;

  @Field(() => String, { description: '文件中的序号，如“一、”' })
  label!: string;

  @Field(() => String, { description: '一级指标的名称' })
  name!: string;

  @Field(() => String, { description: '一级指标的英文名称' })
  nameEn!: string;

  @Field(() => PillarKind, { description: '一级指标的类别：总体、绩效或满意度' })
  kind!: PillarKind;

  @Field(() => DecimalScalar, { nullable: true, description: '计分模型给这个一级指标的权重，百分制' })
  weight!: string | null;
}

@ObjectType({ simpleResolvers: true, description: '二级指标' })
export class IndicatorGroup {
  @Field(() => ID, { description: '二级指标的编号，在一版指标体系内唯一' })
  code!: string;

  @Field(() => String, { description: '文件中的序号，如“（一）”' })
  label!: string;

  @Field(() => String, { description: '二级指标的名称' })
  name!: string;

  @Field(() => String, { description: '二级指标的英文名称' })
  nameEn!: string;

  @Field(() => Pillar, { description: '所属的一级指标' })
  pillar!: Pillar;

  @Field(() => DecimalScalar, { nullable: true, description: '计分模型给这个二级指标的权重，百分制' })
  weight!: string | null;
}
