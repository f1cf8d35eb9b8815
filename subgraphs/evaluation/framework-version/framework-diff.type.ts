import { Field, ID, ObjectType } from 'type-graphql';
import { DecimalScalar } from '../../../shared/graphql/scalars.ts';
import { ChangedAspect, IndicatorFate } from './framework-version-enums.ts';
import { FrameworkVersion } from './framework-version.type.ts';

@ObjectType({ simpleResolvers: true, description: '一处变动：哪个方面，由何变为何' })
export class FrameworkChange {
  @Field(() => ChangedAspect, { description: '变动的方面' })
  aspect!: ChangedAspect;

  @Field(() => String, { nullable: true, description: '所指的参数、数据项或格；只有一个时为空' })
  item!: string | null;

  @Field(() => String, { nullable: true, description: '前一版的值；没有时为空' })
  before!: string | null;

  @Field(() => String, { nullable: true, description: '后一版的值；没有时为空' })
  after!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: '移动的分值，百分制，减少为负；不是权重时为空' })
  points!: string | null;

  @Field(() => String, { description: '一句话说明' })
  explanation!: string;
}

@ObjectType({ simpleResolvers: true, description: '一项三级指标在两版之间的去向和变动' })
export class IndicatorDiff {
  @Field(() => ID, { description: '指标键' })
  key!: string;

  @Field(() => String, { description: '指标名称，删并的取前一版' })
  name!: string;

  @Field(() => IndicatorFate, { description: '去向：延续、并入、删去或新增' })
  fate!: IndicatorFate;

  @Field(() => String, { nullable: true, description: '前一版中的序号；前一版没有时为空' })
  fromCode!: string | null;

  @Field(() => String, { nullable: true, description: '后一版中的序号；后一版没有时为空' })
  toCode!: string | null;

  @Field(() => String, { nullable: true, description: '并入的指标的键；不是并入时为空' })
  mergedInto!: string | null;

  @Field(() => String, { nullable: true, description: '后一版所说的删并理由；没有时为空' })
  reason!: string | null;

  @Field(() => [FrameworkChange], { description: '延续的指标有哪些变动' })
  changes!: readonly FrameworkChange[];
}

@ObjectType({ simpleResolvers: true, description: '一项关键绩效指标在两版之间的去向和变动' })
export class KeyIndicatorDiff {
  @Field(() => ID, { description: '关键绩效指标代码' })
  code!: string;

  @Field(() => String, { description: '关键绩效指标名称' })
  name!: string;

  @Field(() => IndicatorFate, { description: '去向：延续、删去或新增' })
  fate!: IndicatorFate;

  @Field(() => [FrameworkChange], { description: '延续的有哪些变动' })
  changes!: readonly FrameworkChange[];
}

@ObjectType({ simpleResolvers: true, description: '两版指标体系在评价上的不同' })
export class FrameworkDiff {
  @Field(() => FrameworkVersion, { description: '前一版' })
  from!: FrameworkVersion;

  @Field(() => FrameworkVersion, { description: '后一版' })
  to!: FrameworkVersion;

  @Field(() => DecimalScalar, { description: '两版之间移动的分值合计，百分制' })
  pointsMoved!: string;

  @Field(() => [IndicatorDiff], { description: '各项三级指标，按后一版的顺序，删并的在后' })
  indicators!: readonly IndicatorDiff[];

  @Field(() => [KeyIndicatorDiff], { description: '各项关键绩效指标' })
  keyPerformanceIndicators!: readonly KeyIndicatorDiff[];

  @Field(() => [FrameworkChange], { description: '评价类别的分数线有哪些变动' })
  gradeChanges!: readonly FrameworkChange[];
}
