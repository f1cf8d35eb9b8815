import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { createConnectionType } from '../../../shared/graphql/connection.ts';
import { DateScalar, DateTimeScalar } from '../../../shared/graphql/scalars.ts';
import { MemberUnit } from '../member-unit/member-unit.type.ts';
import { Role } from '../viewer/viewer.type.ts';

export enum UnitSuccessionKind {
  MERGE = 'MERGE',
  RENAME = 'RENAME',
}

registerEnumType(UnitSuccessionKind, {
  name: 'UnitSuccessionKind',
  description: '成员单位变更的种类',
  valuesConfig: {
    MERGE: { description: '合并：并入另一成员单位' },
    RENAME: { description: '更名：改用新的名称和代码' },
  },
});

@ObjectType({ description: '登录身份：身份提供方及其所给的标识' })
export class PersonIdentity {
  @Field(() => String, { description: '身份提供方的地址' })
  issuer!: string;

  @Field(() => String, { description: '该人员在身份提供方的标识' })
  subject!: string;
}

@ObjectType({ description: '任职：人员在一段时期内属于一个成员单位' })
export class Membership {
  @Field(() => MemberUnit, { nullable: true, description: '成员单位；合并或更名后为后继单位' })
  memberUnit!: MemberUnit | null;

  @Field(() => DateScalar, { description: '起始日期，含当日' })
  validFrom!: string;

  @Field(() => DateScalar, { nullable: true, description: '终止日期，当日起不再有效；未定的为空' })
  validTo!: string | null;
}

@ObjectType({ description: '角色授予：人员在一段时期内担任一个角色' })
export class RoleAssignment {
  @Field(() => ID, { description: '授予编号' })
  id!: string;

  @Field(() => Role, { description: '角色' })
  role!: Role;

  @Field(() => DateScalar, { description: '起始日期，含当日' })
  validFrom!: string;

  @Field(() => DateScalar, { nullable: true, description: '终止日期，当日起不再有效；未定的为空' })
  validTo!: string | null;
}

@ObjectType({ description: '代理审签：人员在一段时期内代行所在单位审签人之责' })
export class ActingAppointment {
  @Field(() => ID, { description: '代理编号' })
  id!: string;

  @Field(() => MemberUnit, { nullable: true, description: '所代理的成员单位' })
  memberUnit!: MemberUnit | null;

  @Field(() => DateScalar, { description: '起始日期，含当日' })
  validFrom!: string;

  @Field(() => DateScalar, { description: '终止日期，当日起不再有效' })
  validTo!: string;

  @Field(() => String, { description: '代理事由' })
  reason!: string;
}

@ObjectType({ description: '人员：以本人身份登录平台办理事务的工作人员' })
export class Person {
  @Field(() => ID, { description: '人员编号' })
  id!: string;

  @Field(() => String, { description: '作为调用者的稳定标识，见于审计记录和授权' })
  subject!: string;

  @Field(() => String, { description: '姓名或代号' })
  name!: string;

  @Field(() => [PersonIdentity], { description: '登录身份' })
  identities!: readonly PersonIdentity[];

  @Field(() => [Membership], { description: '历次任职，按起始日期排列' })
  memberships!: readonly Membership[];

  @Field(() => [RoleAssignment], { description: '历次角色授予，按起始日期排列' })
  roles!: readonly RoleAssignment[];

  @Field(() => [ActingAppointment], { description: '历次代理审签，按起始日期排列' })
  actingAppointments!: readonly ActingAppointment[];
}

export const PersonConnection = createConnectionType('Person', '人员', Person);

@ObjectType({ description: '成员单位变更：合并或更名后由后继单位承接人员、令牌和授权' })
export class MemberUnitSuccession {
  @Field(() => MemberUnit, { nullable: true, description: '原成员单位' })
  predecessor!: MemberUnit | null;

  @Field(() => MemberUnit, { nullable: true, description: '后继成员单位' })
  successor!: MemberUnit | null;

  @Field(() => UnitSuccessionKind, { description: '变更的种类' })
  kind!: UnitSuccessionKind;

  @Field(() => DateScalar, { description: '生效日期，含当日' })
  effectiveOn!: string;

  @Field(() => String, { description: '变更依据' })
  reason!: string;

  @Field(() => String, { description: '登记人的稳定标识' })
  recordedBy!: string;

  @Field(() => DateTimeScalar, { description: '登记时刻' })
  recordedAt!: Date;
}
