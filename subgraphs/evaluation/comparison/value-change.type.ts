import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { createConnectionType } from '../../../shared/graphql/connection.ts';
import { Dimension } from '../../../shared/graphql/dimension.type.ts';
import { MemberUnitRef } from '../../../shared/graphql/entity-refs.type.ts';
import { Period } from '../../../shared/graphql/period.type.ts';
import { DateTimeScalar } from '../../../shared/graphql/scalars.ts';
import { Measure } from '../framework/measure.type.ts';
import { AcceptedObservation } from '../input-store/accepted-observation.type.ts';

export enum ValueChangeReason {
  REPORTED = 'REPORTED',
  AMENDED = 'AMENDED',
  WITHDRAWN = 'WITHDRAWN',
  LOCKED = 'LOCKED',
  RECOMPUTED = 'RECOMPUTED',
}
registerEnumType(ValueChangeReason, {
  name: 'ValueChangeReason',
  description: '一格值为什么变了',
  valuesConfig: {
    REPORTED: { description: '首次核收：起始时刻尚无已核收的值' },
    AMENDED: { description: '更正：核收了新的修订' },
    WITHDRAWN: { description: '撤回：截止时刻不再有已核收的值' },
    LOCKED: { description: '锁定：值未变，随自评或归档锁定' },
    RECOMPUTED: { description: '重算：由其他数据项计算，随其所依据的值变动' },
  },
});

@ObjectType({ simpleResolvers: true, description: '一格值的变动：由谁、随哪个批次、为什么' })
export class ValueChange {
  @Field(() => Measure, { nullable: true, description: '数据项' })
  measure!: Measure | null;

  @Field(() => Period, { nullable: true, description: '报告期' })
  period!: Period | null;

  @Field(() => [Dimension], { description: '分组(维度)坐标；没有分组时为空列表' })
  dimensions!: readonly Dimension[];

  @Field(() => MemberUnitRef, { nullable: true, description: '报送的成员单位' })
  memberUnit!: MemberUnitRef | null;

  @Field(() => ValueChangeReason, { description: '为什么变了' })
  reason!: ValueChangeReason;

  @Field(() => ID, {
    nullable: true,
    description: '带来新值的报送批次，撤回的为原批次；理由见该批次；在评价中计算的值为空',
  })
  publication!: string | null;

  @Field(() => DateTimeScalar, { description: '评价得知这一变动的时刻' })
  knownAt!: Date;

  @Field(() => AcceptedObservation, { nullable: true, description: '起始时刻的值，含修订次数；尚无时为空' })
  before!: AcceptedObservation | null;

  @Field(() => AcceptedObservation, { nullable: true, description: '截止时刻的值，含修订次数；撤回时为空' })
  after!: AcceptedObservation | null;
}

export const ValueChangeConnection = createConnectionType('ValueChange', '变动的值', ValueChange);
