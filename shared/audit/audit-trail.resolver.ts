import { Arg, type ClassType, Ctx, Field, ID, InputType, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type Connection, createConnectionType, pageRequest, toConnection } from '../graphql/connection.ts';
import type { SubgraphContext } from '../graphql/context.ts';
import { MemberUnitRef } from '../graphql/entity-refs.type.ts';
import { Requires } from '../graphql/requires.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import type { AuditEntry } from './audit-trail.ts';
import type { AuditTrailService } from './audit-trail.service.ts';

/** What the trail of a service is called in the graph. */
export interface AuditNames {
  readonly typePrefix: string;
  readonly fieldPrefix: string;
  readonly label: string;
}

interface AuditFilterShape {
  from?: Date;
  to?: Date;
  actor?: string;
  action?: string;
  objectId?: string;
  isRefused?: boolean;
}

/** The audit trail of a service on the graph: its types and its one query. */
export function createAuditResolver({ typePrefix, fieldPrefix, label }: AuditNames, trail: AuditTrailService) {
  const AuditEntryType = createEntryType(typePrefix, label);
  const AuditConnection = createConnectionType(`${typePrefix}AuditEntry`, `${label}子图的审计记录`, AuditEntryType, {
    nullable: true,
  });
  const AuditFilterInput = createFilterType(typePrefix, label);

  @Resolver()
  class AuditResolver {
    @Requires('audit:read')
    @Query(() => AuditConnection, {
      name: `${fieldPrefix}AuditTrail`,
      nullable: true,
      description: `${label}子图的审计记录，新的在前；不含业务数据，仅供审计管理员`,
    })
    async auditTrail(
      @Arg('filter', () => AuditFilterInput, { nullable: true, description: '筛选条件' }) filter:
        | AuditFilterShape
        | undefined,
      @Arg('first', () => Int, { nullable: true, description: '每页项数，1 至 500，不写为 20' }) first:
        | number
        | undefined,
      @Arg('after', () => String, { nullable: true, description: '上一页最后一项的游标' }) after: string | undefined,
      @Ctx() { viewer }: SubgraphContext,
    ): Promise<Connection<AuditEntryShape>> {
      const page = await trail.list(toFilter(filter ?? {}), pageRequest(first, after), viewer);
      return toConnection({
        ...page,
        items: page.items.map(toShape),
        cursorOf: (_item, index) => cursorAt(page, index),
      });
    }
  }
  return AuditResolver;
}

interface AuditEntryShape {
  id: string;
  actorUnit?: MemberUnitRef | null;
}

function createEntryType(typePrefix: string, label: string): ClassType<AuditEntryShape> {
  @ObjectType(`${typePrefix}AuditEntry`, {
    description: `${label}子图的一条审计记录：何人何时对何物做了何事，结果如何`,
  })
  class Entry implements AuditEntryShape {
    @Field(() => ID, { description: '审计记录的标识' })
    id!: string;

    @Field(() => DateTimeScalar, { nullable: true, description: '时刻' })
    at?: Date;

    @Field(() => String, { nullable: true, description: '主体：调用者的标识' })
    actor?: string;

    @Field(() => MemberUnitRef, { nullable: true, description: '主体所属的成员单位' })
    actorUnit?: MemberUnitRef | null;

    @Field(() => String, { nullable: true, description: '事项：所做的操作' })
    action?: string;

    @Field(() => String, { nullable: true, description: '客体的类型' })
    objectType?: string;

    @Field(() => ID, { nullable: true, description: '客体的标识' })
    objectId?: string;

    @Field(() => String, { nullable: true, description: '结果：ACCEPTED 成功，REFUSED 拒绝' })
    result?: string;

    @Field(() => [String], { nullable: true, description: '拒绝所依据的代码，成功时为空列表' })
    codes?: readonly string[];

    @Field(() => Int, { nullable: true, description: '次数：同样的拒绝合并计数' })
    times?: number;

    @Field(() => DateTimeScalar, { nullable: true, description: '最近一次的时刻' })
    lastAt?: Date;

    @Field(() => String, { nullable: true, description: '追踪编号，与日志、错误信息、回执中的相同' })
    traceId?: string;

    @Field(() => String, { nullable: true, description: '来源地址：网关所见的客户端网络地址，未记录的为空' })
    sourceAddress?: string | null;
  }
  return Entry;
}

function createFilterType(typePrefix: string, label: string): ClassType<AuditFilterShape> {
  @InputType(`${typePrefix}AuditFilterInput`, { description: `筛选${label}子图的审计记录，未写的条件不限` })
  class Filter implements AuditFilterShape {
    @Field(() => DateTimeScalar, { nullable: true, description: '自该时刻起' })
    from?: Date;

    @Field(() => DateTimeScalar, { nullable: true, description: '至该时刻止，不含' })
    to?: Date;

    @Field(() => String, { nullable: true, description: '主体的标识' })
    actor?: string;

    @Field(() => String, { nullable: true, description: '事项' })
    action?: string;

    @Field(() => ID, { nullable: true, description: '客体的标识' })
    objectId?: string;

    @Field(() => Boolean, { nullable: true, description: '只看拒绝的（true）或成功的（false）' })
    isRefused?: boolean;
  }
  return Filter;
}

function toFilter({ from, to, actor, action, objectId, isRefused }: AuditFilterShape) {
  const result = isRefused === undefined || isRefused === null ? null : isRefused ? 'REFUSED' : 'ACCEPTED';
  return {
    from: from ?? null,
    to: to ?? null,
    actor: actor ?? null,
    action: action ?? null,
    objectId: objectId ?? null,
    result,
  };
}

function toShape(entry: AuditEntry): AuditEntryShape {
  return { ...entry, actorUnit: entry.actorUnit === null ? null : { code: entry.actorUnit } };
}

function cursorAt(
  page: { items: readonly AuditEntry[]; cursorOf: (item: AuditEntry, index: number) => string },
  index: number,
) {
  const item = page.items[index];
  return item === undefined ? '' : page.cursorOf(item, index);
}
