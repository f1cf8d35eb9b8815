import { Field, ID, InputType, Int } from 'type-graphql';
import { DecimalScalar } from '../../../shared/graphql/scalars.ts';
import { ObservationChangeInput } from '../impact/impact.type.ts';
import { Grade } from '../result/result-enums.ts';
import { WeightLevel } from './what-if-enums.ts';

@InputType({ description: '假设的一个权重' })
export class WeightChangeInput {
  @Field(() => WeightLevel, { description: '哪一级；一次测算只能改动同一级' })
  level!: WeightLevel;

  @Field(() => String, { description: '一级、二级指标的编号，或三级指标的键' })
  code!: string;

  @Field(() => DecimalScalar, { description: '权重，百分制；同一级合计应为 100' })
  weight!: string;
}

@InputType({ description: '假设的一项计分标准：目标值、起点、分档等计分参数中的一个数' })
export class ScoringParameterChangeInput {
  @Field(() => String, { description: '三级指标的键' })
  indicator!: string;

  @Field(() => String, { description: '这个数在计分参数中的位置，如 target、bands.0.atLeast' })
  path!: string;

  @Field(() => DecimalScalar, { description: '改为这个数；比率为小数' })
  value!: string;
}

@InputType({ description: '假设的一个类别起点' })
export class GradeBandInput {
  @Field(() => Grade, { description: '评价类别' })
  grade!: Grade;

  @Field(() => DecimalScalar, { description: '起点分，百分制' })
  atLeast!: string;
}

@InputType({ description: '一个假设：权重、标准、类别起点、模型变体或值若为其他，评价会怎样' })
export class WhatIfInput {
  @Field(() => ID, { description: '评价对象代码' })
  subject!: string;

  @Field(() => Int, { description: '评价年度' })
  year!: number;

  @Field(() => [WeightChangeInput], {
    nullable: true,
    description: '改动的权重，至多 200 个；下级按比例、上级按合计随之变动',
  })
  weights?: readonly WeightChangeInput[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: '为真时同级其余权重按比例调整，使合计为 100；否则其余不变，合计不为 100 的不予测算',
  })
  isRestScaled?: boolean | null;

  @Field(() => [ScoringParameterChangeInput], { nullable: true, description: '改动的计分标准，至多 200 个' })
  parameters?: readonly ScoringParameterChangeInput[] | null;

  @Field(() => [GradeBandInput], { nullable: true, description: '类别起点，从优到差逐一列出，最末为 0' })
  gradeBands?: readonly GradeBandInput[] | null;

  @Field(() => ID, {
    nullable: true,
    description: '以指标体系的另一个版本代替现行的，草案也可以；其余各项在该版本之上再改动；未指明时用现行的',
  })
  version?: string | null;

  @Field(() => String, { nullable: true, description: '采用计分模型的这个变体；未指明时用现行的' })
  variant?: string | null;

  @Field(() => [ObservationChangeInput], { nullable: true, description: '改动或撤回的值，至多 200 格' })
  values?: readonly ObservationChangeInput[] | null;
}
