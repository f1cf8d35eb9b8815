import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DecimalScalar } from '../../../shared/graphql/scalars.ts';
import { UserError } from '../../../shared/graphql/user-error.type.ts';
import { EvaluationImpact } from '../impact/impact.type.ts';
import { Grade } from '../result/result-enums.ts';
import { WeightLevel } from './what-if-enums.ts';

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
