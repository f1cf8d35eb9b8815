import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { createConnectionType } from '../../../shared/graphql/connection.ts';
import { DateScalar, DateTimeScalar } from '../../../shared/graphql/scalars.ts';
import { UserError } from '../../../shared/graphql/user-error.type.ts';
import { MemberUnit } from '../member-unit/member-unit.type.ts';

export enum GrantReaderKind {
  SUBJECT = 'SUBJECT',
  UNIT = 'UNIT',
  PUBLIC = 'PUBLIC',
}

registerEnumType(GrantReaderKind, {
  name: 'GrantReaderKind',
  description: '被授权方的种类',
  valuesConfig: {
    SUBJECT: { description: '一名人员或一个系统' },
    UNIT: { description: '一个成员单位的全部人员和系统' },
    PUBLIC: { description: '公开：持有有效令牌的所有调用者' },
  },
});

@ObjectType({ description: '授权：数据所属单位允许他人查看本单位的指标值，写明用途和期限，可随时收回' })
export class Grant {
  @Field(() => ID, { description: '授权编号' })
  id!: string;

  @Field(() => MemberUnit, { nullable: true, description: '授权单位，即数据所属单位' })
  ownerUnit!: MemberUnit | null;

  @Field(() => GrantReaderKind, { description: '被授权方的种类' })
  readerKind!: GrantReaderKind;

  @Field(() => String, { nullable: true, description: '被授权人员或系统的稳定标识；被授权方为单位或公开时为空' })
  readerSubject!: string | null;

  @Field(() => MemberUnit, { nullable: true, description: '被授权单位；被授权方不是单位时为空' })
  readerUnit!: MemberUnit | null;

  @Field(() => [String], { nullable: true, description: '所授数据项的代码；为空即该单位的全部数据项' })
  measures!: readonly string[] | null;

  @Field(() => String, { description: '授权时写明的用途' })
  purpose!: string;

  @Field(() => DateScalar, { description: '到期日，当日仍有效' })
  expiresOn!: string;

  @Field(() => String, { description: '授权人的稳定标识' })
  createdBy!: string;

  @Field(() => DateTimeScalar, { description: '授权时刻' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: '收回时刻；未收回的为空' })
  revokedAt!: Date | null;
}

export const GrantConnection = createConnectionType('Grant', '授权', Grant);

@InputType({ description: '授权的筛选条件，各项须同时满足' })
export class GrantFilterInput {
  @Field(() => ID, { nullable: true, description: '授权单位代码' })
  ownerUnit?: string | null;

  @Field(() => String, { nullable: true, description: '被授权方：人员或系统的稳定标识，或成员单位代码' })
  reader?: string | null;

  @Field(() => Boolean, { nullable: true, description: '真为有效的，假为已收回或已到期的；不填为全部' })
  isLive?: boolean | null;
}

@InputType({ description: '被授权方，三项只填一项' })
export class GrantReaderInput {
  @Field(() => String, { nullable: true, description: '人员或系统的稳定标识' })
  subject?: string | null;

  @Field(() => ID, { nullable: true, description: '成员单位代码' })
  memberUnit?: string | null;

  @Field(() => Boolean, { nullable: true, description: '真为公开' })
  isPublic?: boolean | null;
}

@InputType({ description: '授权的申请，由数据所属单位的审签人办理' })
export class CreateGrantInput {
  @Field(() => GrantReaderInput, { description: '被授权方' })
  reader!: GrantReaderInput;

  @Field(() => [String], { nullable: true, description: '数据项代码；不填为本单位的全部数据项' })
  measures?: string[] | null;

  @Field(() => String, { description: '用途，将写入审计记录' })
  purpose!: string;

  @Field(() => DateScalar, { description: '到期日，当日仍有效，最长三年' })
  expiresOn!: string;
}

@ObjectType({ description: '授权的结果' })
export class CreateGrantPayload {
  @Field(() => Grant, { nullable: true, description: '已办理的授权；未办理时为空' })
  grant!: Grant | null;

  @Field(() => [UserError], { description: '未办理的原因' })
  errors!: UserError[];
}

@InputType({ description: '收回授权的申请' })
export class RevokeGrantInput {
  @Field(() => ID, { description: '授权编号' })
  id!: string;
}

@ObjectType({ description: '收回授权的结果' })
export class RevokeGrantPayload {
  @Field(() => Grant, { nullable: true, description: '已收回的授权；未收回时为空' })
  grant!: Grant | null;

  @Field(() => [UserError], { description: '未收回的原因' })
  errors!: UserError[];
}
