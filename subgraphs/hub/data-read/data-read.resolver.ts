import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { type Connection, pageRequest, toConnection, mapPage } from '../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { Requires } from '../../../shared/graphql/requires.ts';
import { DateScalar } from '../../../shared/graphql/scalars.ts';
import { actOf } from '../act/act-of.ts';
import type { MemberUnitDirectory } from '../member-unit/member-unit.directory.ts';
import type { DataReadService } from './data-read.service.ts';
import type { StoredDataRead } from './data-read.ts';
import { type AccessLogEntry, AccessLogEntryConnection } from './data-read.type.ts';

/** Who read my figures. */
export function createDataReadResolver(directory: MemberUnitDirectory, reads: () => DataReadService) {
  const unitOf = (code: string | null) => (code === null ? null : directory.unit(code));
  const show = (read: StoredDataRead): AccessLogEntry => ({
    ...read,
    memberUnit: unitOf(read.memberUnit),
    ownerUnit: unitOf(read.ownerUnit),
  });

  @Resolver()
  class DataReadResolver {
    @Requires('access-log:read')
    @Query(() => AccessLogEntryConnection, { nullable: true, description: '某单位的指标值被谁查阅，新的在前' })
    async accessLog(
      @Ctx() context: SubgraphContext,
      @Arg('ownerUnit', () => ID, { description: '数据所属成员单位的代码' }) ownerUnit: string,
      @Arg('from', () => DateScalar, { description: '起始日期，含当日' }) from: string,
      @Arg('to', () => DateScalar, { description: '截止日期，含当日' }) to: string,
      @Arg('first', () => Int, { nullable: true, description: '本页项数，默认 20，最多 500' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从该游标之后开始' }) after?: string | null,
    ): Promise<Connection<AccessLogEntry>> {
      const page = await reads().log({ ownerUnit, from, to }, pageRequest(first, after), actOf(context));
      return toConnection(mapPage(page, show));
    }
  }
  return DataReadResolver;
}
