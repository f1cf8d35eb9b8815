import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { DateScalar } from '../../../shared/graphql/scalars.ts';
import { DataStatus, SubjectKind } from './framework-enums.ts';
import type { Indicator } from './indicator.type.ts';
import { IndicatorGroup, Pillar } from './pillar.type.ts';

@Directive('@key(fields: "code")')
@ObjectType({ simpleResolvers: true, description: '指标体系：一个版本，启用后不再改动' })
export class Framework {
  @Field(() => ID, { description: '指标体系版本的代码，如 fengtai-2023' })
  code!: string;

  @Field(() => DataStatus, { nullable: true, description: '资料的性质：正式或推导' })
  status!: DataStatus;

  @Field(() => String, { nullable: true, description: '所依据文件的文号' })
  documentNo!: string;

  @Field(() => String, { nullable: true, description: '指标体系的标题' })
  title!: string;

  @Field(() => String, { nullable: true, description: '资料来源' })
  source!: string;

  @Field(() => String, { nullable: true, description: '收到何种原件后替换；正式资料为空' })
  replaceBy!: string | null;

  @Field(() => DateScalar, { nullable: true, description: '启用日期' })
  validFrom!: string;

  @Field(() => DateScalar, { nullable: true, description: '停用日期；仍在使用时为空' })
  validTo!: string | null;

  @Field(() => [Int], { nullable: true, description: '用于哪些评价年度，含经决定沿用的年度' })
  years!: readonly number[];

  @Field(() => SubjectKind, { nullable: true, description: '评价哪一种评价对象' })
  subjectKind!: SubjectKind;

  @Field(() => [Pillar], { nullable: true, description: '一级指标，按文件顺序' })
  pillars!: readonly Pillar[];

  @Field(() => [IndicatorGroup], { nullable: true, description: '二级指标，按文件顺序' })
  groups!: readonly IndicatorGroup[];

  /** Shown page by page by the resolver. */
  indicatorList!: readonly Indicator[];
}
