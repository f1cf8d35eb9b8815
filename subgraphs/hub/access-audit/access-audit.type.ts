import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { createConnectionType } from '../../../shared/graphql/connection.ts';
import { DateTimeScalar } from '../../../shared/graphql/scalars.ts';
import { MemberUnit } from '../member-unit/member-unit.type.ts';

export enum AuditResult {
  DONE = 'DONE',
  REFUSED = 'REFUSED',
}

registerEnumType(AuditResult, {
  name: 'AuditResult',
  description: '所记操作的结果',
  valuesConfig: {
    DONE: { description: '已办理' },
    REFUSED: { description: '被拒绝' },
  },
});

@ObjectType({ description: '审计记录的一项细节' })
export class AuditRecordDetail {
  @Field(() => String, { description: '细节的名称' })
  name!: string;

  @Field(() => String, { nullable: true, description: '细节的内容；未填写的为空' })
  value!: string | null;
}

@ObjectType({ description: '审计记录：一次访问管理操作，谁在何时对什么做了什么，结果如何' })
export class AuditRecord {
  @Field(() => ID, { description: '记录编号' })
  id!: string;

  @Field(() => DateTimeScalar, { description: '操作时刻' })
  at!: Date;

  @Field(() => String, { description: '操作人的稳定标识' })
  actor!: string;

  @Field(() => MemberUnit, { nullable: true, description: '操作人所属成员单位；不属于成员单位的为空' })
  actorUnit!: MemberUnit | null;

  @Field(() => String, { description: '操作的代码，例如 token.create' })
  action!: string;

  @Field(() => String, { description: '操作的对象，种类和编号以冒号相连' })
  object!: string;

  @Field(() => AuditResult, { description: '操作的结果' })
  result!: AuditResult;

  @Field(() => String, { nullable: true, description: '请求的追踪编号；不经请求的操作为空' })
  traceId!: string | null;

  @Field(() => String, { nullable: true, description: '来源地址：网关所见的客户端网络地址，未记录的为空' })
  sourceAddress!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '来源地址；未记录的为空',
    deprecationReason: '2026-11 起改用 sourceAddress',
  })
  sourceIp!: string | null;

  @Field(() => [AuditRecordDetail], { description: '操作的细节，不含任何密钥' })
  details!: readonly AuditRecordDetail[];
}

export const AuditRecordConnection = createConnectionType('AuditRecord', '审计记录', AuditRecord);

@InputType({ description: '审计记录的筛选条件，各项须同时满足' })
export class AuditTrailFilterInput {
  @Field(() => DateTimeScalar, { nullable: true, description: '起始时刻，含' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '截止时刻，不含' })
  to?: Date | null;

  @Field(() => String, { nullable: true, description: '操作人的稳定标识' })
  actor?: string | null;

  @Field(() => String, { nullable: true, description: '操作的代码' })
  action?: string | null;

  @Field(() => String, { nullable: true, description: '操作的对象' })
  object?: string | null;

  @Field(() => AuditResult, { nullable: true, description: '操作的结果' })
  result?: AuditResult | null;
}
