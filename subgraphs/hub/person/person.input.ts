import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateScalar } from '../../../shared/graphql/scalars.ts';
import { UserError } from '../../../shared/graphql/user-error.type.ts';
import { Role } from '../viewer/viewer.type.ts';
import { MemberUnitSuccession, Person, UnitSuccessionKind } from './person.type.ts';

@InputType({ description: '登记人员的申请' })
export class CreatePersonInput {
  @Field(() => String, { description: '姓名或代号' })
  name!: string;

  @Field(() => String, { description: '身份提供方的地址' })
  issuer!: string;

  @Field(() => String, { description: '该人员在身份提供方的标识' })
  loginSubject!: string;
}

@InputType({ description: '登记任职的申请' })
export class CreateMembershipInput {
  @Field(() => ID, { description: '人员编号' })
  person!: string;

  @Field(() => ID, { description: '成员单位代码' })
  memberUnit!: string;

  @Field(() => DateScalar, { description: '起始日期，含当日' })
  validFrom!: string;

  @Field(() => DateScalar, { nullable: true, description: '终止日期，当日起不再有效；未定的不填' })
  validTo?: string | null;
}

@InputType({ description: '终止任职的申请' })
export class EndMembershipInput {
  @Field(() => ID, { description: '人员编号' })
  person!: string;

  @Field(() => ID, { description: '成员单位代码' })
  memberUnit!: string;

  @Field(() => DateScalar, { nullable: true, description: '终止日期，当日起不再有效；不填为即日' })
  endsOn?: string | null;
}

@InputType({ description: '授予角色的申请' })
export class CreateRoleAssignmentInput {
  @Field(() => ID, { description: '人员编号' })
  person!: string;

  @Field(() => Role, { description: '角色；三种管理员不得由一人兼任' })
  role!: Role;

  @Field(() => DateScalar, { description: '起始日期，含当日' })
  validFrom!: string;

  @Field(() => DateScalar, { nullable: true, description: '终止日期，当日起不再有效；未定的不填' })
  validTo?: string | null;
}

@InputType({ description: '终止角色的申请' })
export class EndRoleAssignmentInput {
  @Field(() => ID, { description: '人员编号' })
  person!: string;

  @Field(() => ID, { description: '授予编号' })
  id!: string;

  @Field(() => DateScalar, { nullable: true, description: '终止日期，当日起不再有效；不填为即日' })
  endsOn?: string | null;
}

@InputType({ description: '登记代理审签的申请' })
export class CreateActingAppointmentInput {
  @Field(() => ID, { description: '代理人的人员编号，应为该单位人员' })
  person!: string;

  @Field(() => ID, { description: '成员单位代码' })
  memberUnit!: string;

  @Field(() => DateScalar, { description: '起始日期，含当日' })
  validFrom!: string;

  @Field(() => DateScalar, { description: '终止日期，当日起不再有效，一次不超过半年' })
  validTo!: string;

  @Field(() => String, { description: '代理事由，将写入审计记录' })
  reason!: string;
}

@InputType({ description: '终止代理审签的申请' })
export class EndActingAppointmentInput {
  @Field(() => ID, { description: '人员编号' })
  person!: string;

  @Field(() => ID, { description: '代理编号' })
  id!: string;

  @Field(() => DateScalar, { nullable: true, description: '终止日期，当日起不再有效；不填为即日' })
  endsOn?: string | null;
}

@InputType({ description: '登记成员单位变更的申请' })
export class CreateMemberUnitSuccessionInput {
  @Field(() => ID, { description: '原成员单位代码' })
  predecessor!: string;

  @Field(() => ID, { description: '后继成员单位代码' })
  successor!: string;

  @Field(() => UnitSuccessionKind, { description: '变更的种类' })
  kind!: UnitSuccessionKind;

  @Field(() => DateScalar, { description: '生效日期，含当日' })
  effectiveOn!: string;

  @Field(() => String, { description: '变更依据，将写入审计记录' })
  reason!: string;
}

/** The person as it is after the act, or why nothing was done. */
@ObjectType()
abstract class PersonPayload {
  @Field(() => Person, { nullable: true, description: '办理后的人员；未办理时为空' })
  person!: Person | null;

  @Field(() => [UserError], { description: '未办理的原因' })
  errors!: UserError[];
}

@ObjectType({ description: '登记人员的结果' })
export class CreatePersonPayload extends PersonPayload {}

@ObjectType({ description: '登记任职的结果' })
export class CreateMembershipPayload extends PersonPayload {}

@ObjectType({ description: '终止任职的结果' })
export class EndMembershipPayload extends PersonPayload {}

@ObjectType({ description: '授予角色的结果' })
export class CreateRoleAssignmentPayload extends PersonPayload {}

@ObjectType({ description: '终止角色的结果' })
export class EndRoleAssignmentPayload extends PersonPayload {}

@ObjectType({ description: '登记代理审签的结果' })
export class CreateActingAppointmentPayload extends PersonPayload {}

@ObjectType({ description: '终止代理审签的结果' })
export class EndActingAppointmentPayload extends PersonPayload {}

@ObjectType({ description: '登记成员单位变更的结果' })
export class CreateMemberUnitSuccessionPayload {
  @Field(() => MemberUnitSuccession, { nullable: true, description: '已登记的变更；未登记时为空' })
  succession!: MemberUnitSuccession | null;

  @Field(() => [UserError], { description: '未登记的原因' })
  errors!: UserError[];
}
