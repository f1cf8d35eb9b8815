import { Field, ID, Int, ObjectType } from 'type-graphql';
import { createConnectionType } from '../../../shared/graphql/connection.ts';
import { DateTimeScalar } from '../../../shared/graphql/scalars.ts';
import { MemberUnit } from '../member-unit/member-unit.type.ts';

@ObjectType({ description: '访问记录：谁在何时、为何种用途查阅了某单位的指标值' })
export class AccessLogEntry {
  @Field(() => ID, { description: '记录编号' })
  id!: string;

  @Field(() => DateTimeScalar, { description: '查阅时刻' })
  at!: Date;

  @Field(() => String, { description: '查阅人员或系统的稳定标识' })
  subject!: string;

  @Field(() => MemberUnit, { nullable: true, description: '查阅方所属成员单位；不属于成员单位的为空' })
  memberUnit!: MemberUnit | null;

  @Field(() => String, { description: '查阅方获准访问时写明的用途' })
  purpose!: string;

  @Field(() => MemberUnit, { nullable: true, description: '被查阅数据所属的成员单位' })
  ownerUnit!: MemberUnit | null;

  @Field(() => String, { description: '所执行查询的名称' })
  operation!: string;

  @Field(() => Int, { description: '查阅的指标值个数' })
  valueCount!: number;

  @Field(() => String, { description: '请求的追踪编号' })
  traceId!: string;
}

export const AccessLogEntryConnection = createConnectionType('AccessLogEntry', '访问记录', AccessLogEntry);
