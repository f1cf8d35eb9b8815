import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Stub of the entity that `evaluation` answers; here only the key. */
@Directive('@key(fields: "code", resolvable: false)')
@ObjectType('Measure', { simpleResolvers: true, description: '数据项：填报或计算的最小数据单位' })
export class MeasureRef {
  @Field(() => ID, { description: '数据项代码，在各版指标体系中不变' })
  code!: string;
}

/** Stub of the entity that `hub` answers; here only the key. */
@Directive('@key(fields: "code", resolvable: false)')
@ObjectType('MemberUnit', {
  simpleResolvers: true,
  description: '成员单位：推进产业工人队伍建设改革协调小组的成员单位',
})
export class MemberUnitRef {
  @Field(() => ID, { description: '成员单位代码' })
  code!: string;
}
