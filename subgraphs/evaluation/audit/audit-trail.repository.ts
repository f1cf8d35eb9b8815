import type { EntityManager } from 'typeorm';
import type { AuditEntry, AuditFilter, AuditPageRequest, AuditSource } from '../../../shared/audit/audit-trail.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';

const WHERE = `
  where ($1::timestamptz is null or happened_at >= $1) and ($2::timestamptz is null or happened_at < $2)
    and ($3::text is null or actor = $3) and ($4::text is null or action = $4)
    and ($5::text is null or target = $5) and coalesce($6::text, 'ACCEPTED') = 'ACCEPTED'`;

const LIST = `
  select id, happened_at as at, actor, member_unit as "actorUnit", action, split_part(action, '.', 1) as "objectType", target as "objectId",
    'ACCEPTED' as result, trace_id as "traceId", '{}'::text[] as codes, 1 as times, happened_at as "lastAt",
    source_address as "sourceAddress"
  from audit_event ${WHERE} and ($7::timestamptz is null or (happened_at, id) < ($7, $8::uuid))
  order by happened_at desc, id desc limit $9`;

/** The trail of the evaluation: what was recorded and by whom. */
export function createEvaluationAuditSource(database: EvaluationDatabase): AuditSource {
  return {
    list: (request) => listAuditEvents(database.manager, request),
    count: (filter) => countAuditEvents(database.manager, filter),
  };
}

async function listAuditEvents(manager: EntityManager, request: AuditPageRequest): Promise<AuditEntry[]> {
  const { filter, after, limit } = request;
  return manager.query(LIST, [...parameters(filter), after?.at ?? null, after?.id ?? null, limit]);
}

async function countAuditEvents(manager: EntityManager, filter: AuditFilter): Promise<number> {
  const rows: { count: number }[] = await manager.query(
    `select count(*)::int as count from audit_event ${WHERE}`,
    parameters(filter),
  );
  return rows[0]?.count ?? 0;
}

function parameters({ from, to, actor, action, objectId, result }: AuditFilter): unknown[] {
  return [from, to, actor, action, objectId, result];
}
