import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { type Connection, pageRequest, toConnection, mapPage } from '../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { Requires } from '../../../shared/graphql/requires.ts';
import { actOf } from '../act/act-of.ts';
import type { MemberUnitDirectory } from '../member-unit/member-unit.directory.ts';
import type { AuditService } from './access-audit.service.ts';
import type { AuditDetail, StoredAuditEntry } from './access-audit.ts';
import {
  type AuditRecord,
  AuditRecordConnection,
  type AuditRecordDetail,
  AuditResult,
  AuditTrailFilterInput,
} from './access-audit.type.ts';

/** The record of access and administration, in pages. */
export function createAuditResolver(directory: MemberUnitDirectory, audit: () => AuditService) {
  const show = (entry: StoredAuditEntry): AuditRecord => ({
    ...entry,
    actorUnit: entry.actorUnit === null ? null : directory.unit(entry.actorUnit),
    result: AuditResult[entry.result],
    sourceIp: entry.sourceAddress,
    details: toDetails(entry.detail),
  });

  @Resolver()
  class AuditResolver {
    @Requires('audit:read')
    @Query(() => AuditRecordConnection, { nullable: true, description: '访问管理的审计记录，新的在前' })
    async auditTrail(
      @Ctx() context: SubgraphContext,
      @Arg('filter', () => AuditTrailFilterInput, { nullable: true, description: '筛选条件' })
      filter?: AuditTrailFilterInput | null,
      @Arg('first', () => Int, { nullable: true, description: '本页项数，默认 20，最多 500' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从该游标之后开始' }) after?: string | null,
    ): Promise<Connection<AuditRecord>> {
      const { from = null, to = null, actor = null, action = null, object = null, result = null } = filter ?? {};
      const asked = { from, to, actor, action, object, result };
      return toConnection(mapPage(await audit().trail(asked, pageRequest(first, after), actOf(context)), show));
    }
  }
  return AuditResolver;
}

function toDetails(detail: AuditDetail): AuditRecordDetail[] {
  return Object.entries(detail).map(([name, value]) => ({
    name,
    value: value === null ? null : Array.isArray(value) ? value.join(',') : String(value),
  }));
}
