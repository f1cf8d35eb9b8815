import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { createConnectionType } from '../../../shared/graphql/connection.ts';
import { DateScalar, DateTimeScalar } from '../../../shared/graphql/scalars.ts';
import { UserError } from '../../../shared/graphql/user-error.type.ts';
import { MemberUnit } from '../member-unit/member-unit.type.ts';
import { Role } from '../viewer/viewer.type.ts';

@ObjectType({ description: '访问令牌：系统或人员凭以访问平台；只存散列值，令牌本身仅在签发时显示一次' })
export class AccessToken {
  @Field(() => ID, { description: '令牌编号，用于查询和吊销；不是令牌本身' })
  id!: string;

  @Field(() => String, { description: '持有者的稳定标识' })
  subject!: string;

  @Field(() => MemberUnit, { nullable: true, description: '所属成员单位；不属于成员单位的为空' })
  memberUnit!: MemberUnit | null;

  @Field(() => [Role], { description: '所授角色' })
  roles!: readonly Role[];

  @Field(() => String, { description: '签发时写明的用途' })
  purpose!: string;

  @Field(() => String, { description: '签发人的稳定标识；bootstrap 为安装时签发' })
  createdBy!: string;

  @Field(() => DateTimeScalar, { description: '签发时刻' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: '失效时刻' })
  expiresAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: '吊销时刻；未吊销的为空' })
  revokedAt!: Date | null;

  @Field(() => DateScalar, { nullable: true, description: '最近一次使用的日期；从未使用的为空' })
  lastUsedOn!: string | null;
}

export const AccessTokenConnection = createConnectionType('AccessToken', '访问令牌', AccessToken);

@InputType({ description: '令牌的筛选条件，各项须同时满足' })
export class TokenFilterInput {
  @Field(() => String, { nullable: true, description: '持有者的稳定标识' })
  subject?: string | null;

  @Field(() => ID, { nullable: true, description: '成员单位代码' })
  memberUnit?: string | null;

  @Field(() => Boolean, { nullable: true, description: '真为未吊销且未过期的，假为已吊销或已过期的；不填为全部' })
  isLive?: boolean | null;
}

@InputType({ description: '签发令牌的申请' })
export class CreateTokenInput {
  @Field(() => [Role], { description: '所授角色，至少一个；三种管理员互斥' })
  roles!: Role[];

  @Field(() => ID, { nullable: true, description: '成员单位代码；填报人、审签人必填' })
  memberUnit?: string | null;

  @Field(() => String, { description: '用途，将写入审计记录' })
  purpose!: string;

  @Field(() => Int, { description: '有效天数，1 至 3650' })
  days!: number;

  @Field(() => String, { nullable: true, description: '持有者的稳定标识；不填时以令牌编号为持有者' })
  subject?: string | null;
}

@ObjectType({ description: '签发令牌的结果' })
export class CreateTokenPayload {
  @Field(() => AccessToken, { nullable: true, description: '签发的令牌；未签发时为空' })
  token!: AccessToken | null;

  @Field(() => String, { nullable: true, description: '令牌本身，仅此一次显示，平台不保存；未签发时为空' })
  text!: string | null;

  @Field(() => [UserError], { description: '未签发的原因' })
  errors!: UserError[];
}

@InputType({ description: '吊销令牌的申请' })
export class RevokeTokenInput {
  @Field(() => ID, { description: '令牌编号' })
  id!: string;
}

@ObjectType({ description: '吊销令牌的结果' })
export class RevokeTokenPayload {
  @Field(() => AccessToken, { nullable: true, description: '已吊销的令牌；未吊销时为空' })
  token!: AccessToken | null;

  @Field(() => [UserError], { description: '未吊销的原因' })
  errors!: UserError[];
}
