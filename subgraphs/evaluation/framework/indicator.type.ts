import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { createConnectionType } from '../../../shared/graphql/connection.ts';
import { MemberUnitRef } from '../../../shared/graphql/entity-refs.type.ts';
import { DecimalScalar } from '../../../shared/graphql/scalars.ts';
import { AssessmentItem } from './assessment-item.type.ts';
import { IndicatorNature } from './framework-enums.ts';
import { Measure } from './measure.type.ts';
import { IndicatorGroup, Pillar } from './pillar.type.ts';

@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true, description: '三级指标：指标体系中被评价的最小单元' })
export class Indicator {
  @Directive('@shareable')
  @Field(() => ID, { description: '三级指标的全局标识，由指标体系代码和指标序号组成' })
  id!: string;

  @Directive('@shareable')
  @Field(() => String, { description: '指标键，在各版指标体系中不变' })
  key!: string;

  @Directive('@shareable')
  @Field(() => String, { description: '指标序号，在本版指标体系中唯一' })
  code!: string;

  @Field(() => String, { nullable: true, description: '三级指标的名称' })
  name!: string;

  @Field(() => String, { nullable: true, description: '三级指标的英文名称' })
  nameEn!: string;

  @Field(() => String, { nullable: true, description: '三级指标的定义，照录指标体系文件' })
  definition!: string;

  @Field(() => IndicatorNature, { nullable: true, description: '指标的性质：定量、定性、结合或调查' })
  nature!: IndicatorNature;

  @Field(() => DecimalScalar, { nullable: true, description: '计分模型给出的权重，百分制；没有计分模型时为空' })
  weight!: string | null;

  @Field(() => IndicatorGroup, { nullable: true, description: '所属的二级指标' })
  group!: IndicatorGroup;

  @Field(() => Pillar, { nullable: true, description: '所属的一级指标' })
  pillar!: Pillar;

  @Field(() => [Measure], { nullable: true, description: '所含的数据项' })
  measures!: readonly Measure[];

  @Field(() => [AssessmentItem], { nullable: true, description: '所含的评价要点' })
  assessmentItems!: readonly AssessmentItem[];

  @Field(() => MemberUnitRef, { nullable: true, description: '牵头单位' })
  leadUnit!: MemberUnitRef | null;

  @Field(() => [MemberUnitRef], { nullable: true, description: '配合单位' })
  supportUnits!: readonly MemberUnitRef[] | null;

  @Field(() => String, { nullable: true, description: '对应的全国指标体系三级指标序号' })
  nationalCode!: string;
}

export const IndicatorConnection = createConnectionType('Indicator', '三级指标', Indicator);
