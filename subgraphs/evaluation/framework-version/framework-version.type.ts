import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../../../shared/graphql/scalars.ts';
import { SubjectKind } from '../framework/framework-enums.ts';
import type { ListedVersion } from './framework-version.ts';
import { FrameworkVersionAction, FrameworkVersionState } from './framework-version-enums.ts';

@ObjectType({ simpleResolvers: true, description: '对指标体系版本的一项处理：何人、何时、依据什么' })
export class FrameworkVersionEvent {
  @Field(() => FrameworkVersionAction, { description: '所作的处理' })
  action!: FrameworkVersionAction;

  @Field(() => Int, { description: '所处理的是第几稿，从 1 起' })
  revision!: number;

  @Field(() => Int, { nullable: true, description: '沿用于哪一年度；不是沿用时为空' })
  year!: number | null;

  @Field(() => String, { nullable: true, description: '所依据的决定或文件；没有时为空' })
  documentTitle!: string | null;

  @Field(() => String, { nullable: true, description: '文号；没有时为空' })
  documentNumber!: string | null;

  @Field(() => String, { nullable: true, description: '理由；没有时为空' })
  reason!: string | null;

  @Field(() => String, { description: '何人处理' })
  actor!: string;

  @Field(() => String, { nullable: true, description: '处理人所在的成员单位代码；不属于成员单位时为空' })
  actorUnit!: string | null;

  @Field(() => DateTimeScalar, { description: '处理的时刻' })
  happenedAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: '一项关键绩效指标与指标体系的一致情况' })
export class KeyIndicatorOverlap {
  @Field(() => ID, { description: '关键绩效指标代码' })
  code!: string;

  @Field(() => String, { description: '关键绩效指标名称' })
  name!: string;

  @Field(() => Boolean, { description: '其全部数据项是否都已计分' })
  isAgreeing!: boolean;

  @Field(() => [String], { description: '已计分的数据项代码' })
  scoredMeasures!: readonly string[];

  @Field(() => [String], { description: '尚未计分的数据项代码' })
  missingMeasures!: readonly string[];
}

@ObjectType({ simpleResolvers: true, description: '一版指标体系与关键绩效指标的一致程度，二者应逐步趋于一致' })
export class KeyIndicatorAgreement {
  @Field(() => Int, { description: '全部数据项都已计分的关键绩效指标项数' })
  agreeingCount!: number;

  @Field(() => Int, { description: '关键绩效指标总项数' })
  totalCount!: number;

  @Field(() => DecimalScalar, { nullable: true, description: '一致的比重，小数；没有关键绩效指标时为空' })
  share!: string | null;

  @Field(() => [KeyIndicatorOverlap], { description: '逐项的一致情况' })
  keyPerformanceIndicators!: readonly KeyIndicatorOverlap[];
}

@ObjectType({ simpleResolvers: true, description: '指标体系的一个版本及其状态；草案只供协调小组办公室' })
export class FrameworkVersion {
  @Field(() => ID, { description: '指标体系版本的代码' })
  code!: string;

  @Field(() => String, { description: '标题' })
  title!: string;

  @Field(() => String, { description: '文号' })
  documentNo!: string;

  @Field(() => SubjectKind, { description: '评价哪一种评价对象' })
  subjectKind!: SubjectKind;

  @Field(() => DateScalar, { description: '启用日期' })
  validFrom!: string;

  @Field(() => FrameworkVersionState, { description: '状态：草案、已启用或已使用' })
  state!: FrameworkVersionState;

  @Field(() => Int, { description: '现行的是第几稿' })
  revision!: number;

  @Field(() => String, { description: '全部内容的 SHA-256' })
  hash!: string;

  @Field(() => [Int], { description: '用于哪些评价年度，含决定沿用的年度' })
  years!: readonly number[];

  @Field(() => [FrameworkVersionEvent], { description: '历次处理，先后为序' })
  events!: readonly FrameworkVersionEvent[];

  /** What the fields that are read only when asked for need. */
  record!: ListedVersion;
}
