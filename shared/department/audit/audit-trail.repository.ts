import type { EntityManager } from 'typeorm';
import type { AuditEntry, AuditFilter, AuditPageRequest, AuditSource } from '../../audit/audit-trail.ts';

const WHERE = `
where ($1::timestamptz is null or a.at >= $1) and ($2::timestamptz is null or a.at < $2)
  and ($3::text is null or a.actor = $3) and ($4::text is null or a.action = $4)
  and ($5::text is null or a.object_id = $5) and ($6::text is null or a.result = $6)`;

const LIST = `
select a.id, a.at, a.actor, a.actor_unit as "actorUnit", a.action, a.object_type as "objectType", a.object_id as "objectId",
  a.result, a.trace_id as "traceId", coalesce(r.codes, '{}') as codes, coalesce(r.times, 1) as times, coalesce(r.last_at, a.at) as "lastAt",
  a.source_address as "sourceAddress"
from audit a left join refusal r on a.object_type = 'refusal' and r.fingerprint = a.object_id
${WHERE} and ($7::timestamptz is null or (a.at, a.id) < ($7, $8::uuid))
order by a.at desc, a.id desc limit $9`;

/** The trail of a department's database. */
export function createAuditSource(manager: EntityManager): AuditSource {
  return {
    list: (request) => listAudit(manager, request),
    count: (filter) => countAudit(manager, filter),
  };
}

async function listAudit(manager: EntityManager, request: AuditPageRequest): Promise<AuditEntry[]> {
  const { filter, after, limit } = request;
  return manager.query(LIST, [...parameters(filter), after?.at ?? null, after?.id ?? null, limit]);
}

async function countAudit(manager: EntityManager, filter: AuditFilter): Promise<number> {
  const rows: { count: number }[] = await manager.query(
    `select count(*)::int as count from audit a ${WHERE}`,
    parameters(filter),
  );
  return rows[0]?.count ?? 0;
}

function parameters({ from, to, actor, action, objectId, result }: AuditFilter): unknown[] {
  return [from, to, actor, action, objectId, result];
}
