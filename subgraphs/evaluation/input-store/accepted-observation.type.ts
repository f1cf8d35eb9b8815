import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { createConnectionType } from '../../../shared/graphql/connection.ts';
import { Dimension } from '../../../shared/graphql/dimension.type.ts';
import { MemberUnitRef } from '../../../shared/graphql/entity-refs.type.ts';
import { ObservationState } from '../../../shared/graphql/observation-state.type.ts';
import { Period } from '../../../shared/graphql/period.type.ts';
import { DateTimeScalar, MeasureValueScalar, PeriodCodeScalar } from '../../../shared/graphql/scalars.ts';
import { Measure } from '../framework/measure.type.ts';
import { Subject } from '../subject/subject.type.ts';
import { ReleaseStage } from '../release/release-stage.type.ts';
import { ObservationRef } from './observation-stub.type.ts';

@ObjectType({ simpleResolvers: true, description: '已核收的指标值：评价所依据的值及其来源，部门系统停机时仍可查看' })
export class AcceptedObservation {
  @Field(() => ID, { description: '指标值的标识，与来源部门的一致；在评价中计算的值有自己的标识' })
  id!: string;

  @Field(() => Measure, { nullable: true, description: '数据项' })
  measure!: Measure | null;

  @Field(() => Subject, { nullable: true, description: '评价对象' })
  subject!: Subject | null;

  @Field(() => Period, { nullable: true, description: '报告期' })
  period!: Period | null;

  @Field(() => [Dimension], { description: '分组(维度)坐标；没有分组时为空列表' })
  dimensions!: readonly Dimension[];

  @Field(() => MeasureValueScalar, { description: '值，单位见数据项的计量单位' })
  value!: string;

  @Field(() => ObservationState, { description: '状态：已核收或已锁定；查看含待核收的值时可为待审签、已审签' })
  state!: ObservationState;

  @Field(() => ReleaseStage, { nullable: true, description: '初步数还是最终数；不分阶段的数据项为空' })
  stage!: ReleaseStage | null;

  @Field(() => Int, { description: '修订次数，首次报送为 1' })
  revision!: number;

  @Field(() => DateTimeScalar, { description: '来源部门收入记录的时刻' })
  receivedAt!: string;

  @Field(() => MemberUnitRef, { nullable: true, description: '报送的成员单位；在评价中计算的值为空' })
  memberUnit!: MemberUnitRef | null;

  @Field(() => String, { nullable: true, description: '报送回执的哈希值；在评价中计算的值为空' })
  receiptHash!: string | null;

  @Field(() => Boolean, { description: '是否由其他数据项计算' })
  isDerived!: boolean;

  @Field(() => Boolean, { description: '是否演示数据' })
  isDemo!: boolean;

  @Field(() => [AcceptedObservation], { description: '在评价中计算的值所用的各个值；其余为空列表' })
  inputs!: readonly AcceptedObservation[];

  @Field(() => ObservationRef, {
    nullable: true,
    description: '来源部门中的原值；在评价中计算的值或来源部门停机时为空',
  })
  source!: ObservationRef | null;
}

export const AcceptedObservationConnection = createConnectionType(
  'AcceptedObservation',
  '已核收的指标值',
  AcceptedObservation,
);

@InputType({ description: '分组(维度)的筛选条件' })
export class AcceptedDimensionFilterInput {
  @Field(() => String, { description: '维度代码' })
  key!: string;

  @Field(() => String, { description: '维度取值的代码' })
  code!: string;
}

@InputType({ description: '已核收指标值的筛选条件，各条件同时满足' })
export class AcceptedObservationFilterInput {
  @Field(() => PeriodCodeScalar, { nullable: true, description: '报告期：该期及其所含的各期' })
  period?: string | null;

  @Field(() => Boolean, { nullable: true, description: '为真时只取该报告期本身，不含其中各期' })
  exactPeriod?: boolean | null;

  @Field(() => [String], { nullable: true, description: '数据项代码，任一符合即可' })
  measures?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: '报送的成员单位代码，任一符合即可' })
  memberUnits?: readonly string[] | null;

  @Field(() => [AcceptedDimensionFilterInput], { nullable: true, description: '分组(维度)坐标，须全部符合' })
  dimensions?: readonly AcceptedDimensionFilterInput[] | null;
}
