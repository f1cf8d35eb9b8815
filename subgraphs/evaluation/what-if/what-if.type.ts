import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DecimalScalar } from '../../../shared/graphql/scalars.ts';
import { UserError } from '../../../shared/graphql/user-error.type.ts';
import { EvaluationImpact, ObservationChangeInput } from '../impact/impact.type.ts';
import { Grade } from '../result/result-enums.ts';

export enum WeightLevel {
  PILLAR = 'PILLAR',
  GROUP = 'GROUP',
  INDICATOR = 'INDICATOR',
}
registerEnumType(WeightLevel, {
  name: 'WeightLevel',
  description: '权重所在的一级',
  valuesConfig: {
    PILLAR: { description: '一级指标' },
    GROUP: { description: '二级指标' },
    INDICATOR: { description: '三级指标' },
  },
});

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

@ObjectType({ simpleResolvers: true, description: '假设中有变动的一个权重' })
export class WeightMove {
  @Field(() => WeightLevel, { description: '哪一级' })
  level!: WeightLevel;

  @Field(() => String, { description: '指标的编号' })
  code!: string;

  @Field(() => String, { nullable: true, description: '指标的名称' })
  name!: string | null;

  @Field(() => DecimalScalar, { description: '现行权重，百分制' })
  before!: string;

  @Field(() => DecimalScalar, { description: '假设的权重，百分制，四舍五入到四位小数' })
  after!: string;
}

@ObjectType({ simpleResolvers: true, description: '建议类别在哪个权重上发生变化' })
export class GradeTurn {
  @Field(() => DecimalScalar, { description: '发生变化的权重，百分制' })
  weight!: string;

  @Field(() => DecimalScalar, { description: '距所测算的权重多少，以权重的百分点计，减少为负，精确到万分之一' })
  move!: string;

  @Field(() => Grade, { nullable: true, description: '变化后的建议类别' })
  grade!: Grade | null;

  @Field(() => DecimalScalar, { nullable: true, description: '该权重下的总得分' })
  score!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    '建议类别对一个权重的敏感程度：同级其余权重按比例增减，这个权重最少变动多少会改变建议类别；各项得分不变，只重新加权，逐个百分点查找再对分到万分之一',
})
export class WeightSensitivity {
  @Field(() => WeightLevel, { description: '哪一级：一级指标或三级指标' })
  level!: WeightLevel;

  @Field(() => String, { description: '指标的编号' })
  code!: string;

  @Field(() => String, { nullable: true, description: '指标的名称' })
  name!: string | null;

  @Field(() => DecimalScalar, { description: '所测算的权重，百分制' })
  weight!: string;

  @Field(() => GradeTurn, { nullable: true, description: '两个方向中较小的变动；怎样变动都不改变建议类别时为空' })
  nearest!: GradeTurn | null;

  @Field(() => GradeTurn, { nullable: true, description: '权重减少到哪里建议类别变化；不变时为空' })
  decrease!: GradeTurn | null;

  @Field(() => GradeTurn, { nullable: true, description: '权重增加到哪里建议类别变化；不变时为空' })
  increase!: GradeTurn | null;
}

@ObjectType({ simpleResolvers: true, description: '正式结果的摘要值：测算前后各读一次，相同即正式结果未动' })
export class OfficialDigest {
  @Field(() => String, { nullable: true, description: '测算前正式结果的摘要值（SHA-256）；尚无正式结果时为空' })
  before!: string | null;

  @Field(() => String, { nullable: true, description: '测算后重新读取的摘要值；与前者不同只说明其间另有重算' })
  after!: string | null;
}

@ObjectType({ simpleResolvers: true, description: '代替现行指标体系的另一个版本，与现行的按指标键比较' })
export class WhatIfVersion {
  @Field(() => ID, { description: '版本的代码' })
  code!: string;

  @Field(() => String, { description: '版本的名称' })
  title!: string;

  @Field(() => Boolean, { description: '是否草案：尚未启用' })
  isDraft!: boolean;

  @Field(() => Int, { description: '与现行指标体系共有的三级指标项数' })
  continuedCount!: number;

  @Field(() => [String], { description: '该版本新增的三级指标的名称' })
  added!: readonly string[];

  @Field(() => [String], { description: '该版本不再有的三级指标的名称' })
  dropped!: readonly string[];
}

@ObjectType({
  simpleResolvers: true,
  description: '假设测算的结果，在只读副本上得出，只供协调小组办公室参考，不作依据',
})
export class WhatIf {
  @Field(() => EvaluationImpact, { nullable: true, description: '现在与假设相比的变动；不能测算时为空' })
  impact!: EvaluationImpact | null;

  @Field(() => [WeightMove], { description: '有变动的权重，含随之变动的上下级' })
  weights!: readonly WeightMove[];

  @Field(() => WhatIfVersion, { nullable: true, description: '代替现行的指标体系版本；用现行的时为空' })
  version!: WhatIfVersion | null;

  @Field(() => OfficialDigest, { nullable: true, description: '正式结果的摘要值；不能测算时为空' })
  officialDigest!: OfficialDigest | null;

  @Field(() => Boolean, { description: '所比较的现状是否与正式结果逐字节相同；有待重算的值时为否' })
  isBaselineOfficial!: boolean;

  @Field(() => [UserError], { description: '假设的计分模型不合模型约束之处；只提示，不妨碍测算' })
  findings!: readonly UserError[];

  @Field(() => [WeightSensitivity], { description: '假设之下建议类别对各一级、三级指标权重的敏感程度，按文件顺序' })
  sensitivity!: readonly WeightSensitivity[];

  @Field(() => [UserError], { description: '不能测算的原因；能测算时为空列表' })
  errors!: readonly UserError[];
}
