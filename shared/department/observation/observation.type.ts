import { type ClassType, Directive, Field, ID, Int, InterfaceType } from 'type-graphql';
import { MeasureRef, MemberUnitRef } from '../../graphql/entity-refs.type.ts';
import { Dimension } from '../../graphql/dimension.type.ts';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import { Period } from '../../graphql/period.type.ts';
import { DateScalar, DateTimeScalar, MeasureValueScalar } from '../../graphql/scalars.ts';

/** Fields of an observation on the graph. */
export interface ObservationFields {
  id: string;
  reference?: string;
  subject?: { code: string };
  measure?: MeasureRef;
  period?: Period;
  dimensions?: readonly Dimension[];
  value?: string;
  state?: ObservationState;
  revision?: number;
  explanation?: string | null;
  stage?: string | null;
  isDerived?: boolean;
  isDemo?: boolean;
  reportedOn?: string;
  recordedAt?: Date;
  memberUnit?: MemberUnitRef;
}

/**
 * What every department's observation shows. Each department owns its type and implements this interface.
 * Every field but `id` is nullable: a field comes to all types first, then to the interface.
 * Made per department, because its `Subject` carries the department's own field.
 */
export function createObservationInterface(subject: ClassType<{ code: string }>): abstract new () => ObservationFields {
  @InterfaceType('Observation', {
    description: '指标值：一个数据项在一个评价对象、一个报告期、一组分组下的值，由责任单位报送',
    autoRegisterImplementations: false,
    resolveType: (value: { __typename?: string }) => value.__typename,
  })
  abstract class Observation implements ObservationFields {
    @Field(() => ID, { description: '指标值的全局标识' })
    id!: string;

    @Directive('@inaccessible')
    @Field(() => ID, { nullable: true, description: '供其他子图引用的标识，与 id 相同' })
    reference?: string;

    @Field(() => subject, { nullable: true, description: '评价对象' })
    subject?: { code: string };

    @Field(() => MeasureRef, { nullable: true, description: '数据项' })
    measure?: MeasureRef;

    @Field(() => Period, { nullable: true, description: '报告期' })
    period?: Period;

    @Field(() => [Dimension], { nullable: true, description: '分组(维度)坐标，不分组时为空列表' })
    dimensions?: readonly Dimension[];

    @Field(() => MeasureValueScalar, { nullable: true, description: '值，计量单位见数据项' })
    value?: string;

    @Field(() => ObservationState, { nullable: true, description: '所处状态' })
    state?: ObservationState;

    @Field(() => Int, { nullable: true, description: '第几版，从 1 起；更正是新的一版，旧版保留' })
    revision?: number;

    @Field(() => String, { nullable: true, description: '情况说明，随值保存' })
    explanation?: string | null;

    @Field(() => String, {
      nullable: true,
      description: '统计数据的阶段：PRELIMINARY 初步数，FINAL 最终数；不分阶段的数据项为空',
    })
    stage?: string | null;

    @Field(() => Boolean, { nullable: true, description: '是否由本子图按公式计算得出' })
    isDerived?: boolean;

    @Field(() => Boolean, { nullable: true, description: '是否演示数据' })
    isDemo?: boolean;

    @Field(() => DateScalar, { nullable: true, description: '报出日期' })
    reportedOn?: string;

    @Field(() => DateTimeScalar, { nullable: true, description: '记入时刻：自此时起可按 asOf 查到' })
    recordedAt?: Date;

    @Field(() => MemberUnitRef, { nullable: true, description: '责任单位：对该值负责的成员单位' })
    memberUnit?: MemberUnitRef;
  }
  return Observation;
}
