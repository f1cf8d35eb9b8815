import type { DataSource, EntityManager } from 'typeorm';
import type { Page, PageRequest } from '../../../shared/graphql/connection.ts';
import { currentScope } from '../../../shared/observability/request-scope.ts';
import { newId } from '../../../shared/primitives/identifiers.ts';
import { afterInstant, keysetPage } from '../../../shared/graphql/keyset-page.ts';
import { AccessAuditEntity } from './access-audit.entity.ts';
import type { AccessAuditEntry, AuditFilter, StoredAuditEntry } from './access-audit.ts';

/** Appends to the audit inside the caller's transaction, so that an act and its record stand or fall together. */
export async function appendToAudit(manager: EntityManager, entries: readonly AccessAuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const sourceAddress = currentScope()?.sourceAddress ?? null;
  await manager.insert(
    AccessAuditEntity,
    entries.map((entry) => ({ ...entry, detail: { ...entry.detail }, id: newId(), sourceAddress })),
  );
}

/** The record outside an act's transaction: of what was refused, and for reading. */
export interface AuditStore {
  append(entries: readonly AccessAuditEntry[]): Promise<void>;
  /** Newest first. */
  page(filter: AuditFilter, request: PageRequest): Promise<Page<StoredAuditEntry>>;
}

const MATCHES = `($1::timestamptz is null or at >= $1) and ($2::timestamptz is null or at < $2)
  and ($3::text is null or actor = $3) and ($4::text is null or action = $4)
  and ($5::text is null or object = $5) and ($6::text is null or result = $6)`;

export function createAuditRepository(dataSource: DataSource): AuditStore {
  return {
    append: (entries) => appendToAudit(dataSource.manager, entries),

    async page(filter, request) {
      const values = [filter.from, filter.to, filter.actor, filter.action, filter.object, filter.result];
      const after = afterInstant(request);
      const rows: AuditRow[] = await dataSource.query(
        `select *, at::text as exact from access_audit
         where ${MATCHES} and ($7::timestamptz is null or (at, id) < ($7, $8::uuid))
         order by at desc, id desc limit $9`,
        [...values, after?.at ?? null, after?.id ?? null, request.first + 1],
      );
      return keysetPage(rows.map(toEntry), request, {
        positionOf: ({ position }) => position,
        count: async () => {
          const [row]: { count: number }[] = await dataSource.query(
            `select count(*)::integer as count from access_audit where ${MATCHES}`,
            values,
          );
          return row?.count ?? 0;
        },
      });
    },
  };
}

interface AuditRow {
  id: string;
  at: Date;
  /** The instant in full: a Date would cut it to milliseconds and lose its place in the order. */
  exact: string;
  actor: string;
  actor_unit: string | null;
  action: string;
  object: string;
  result: 'DONE' | 'REFUSED';
  trace_id: string | null;
  source_address: string | null;
  detail: StoredAuditEntry['detail'];
}

function toEntry(row: AuditRow): StoredAuditEntry {
  const { id, at, actor, action, object, result, detail } = row;
  return {
    id,
    at,
    actor,
    actorUnit: row.actor_unit,
    action,
    object,
    result,
    traceId: row.trace_id,
    sourceAddress: row.source_address,
    detail,
    position: `${row.exact}|${id}`,
  };
}
