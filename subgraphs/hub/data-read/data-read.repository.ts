import type { DataSource } from 'typeorm';
import type { Page, PageRequest } from '../../../shared/graphql/connection.ts';
import { dayInShanghai } from '../../../shared/primitives/calendar-day.ts';
import { afterInstant, keysetPage } from '../../../shared/graphql/keyset-page.ts';
import type { DataRead, ReadFilter, StoredDataRead } from './data-read.ts';

export interface DataReadStore {
  /** Keeps the reads in one statement; one that came before, by its id and instant, is not kept twice. */
  add(reads: readonly DataRead[]): Promise<number>;
  /** Newest first. */
  page(filter: ReadFilter, request: PageRequest): Promise<Page<StoredDataRead>>;
}

/** A unit also answers for those that were merged into it; named one by one, so that the index finds them. */
const MATCHES = `at >= $2 and at < $3 and owner_unit = any (array(
  select $1::text
  union select predecessor from member_unit_succession where unit_at(predecessor, $4::date) = $1))`;

export function createDataReadRepository(dataSource: DataSource): DataReadStore {
  return {
    async add(reads) {
      if (reads.length === 0) return 0;
      const rows: unknown[] = await dataSource.query(
        `insert into data_read (at, id, subject, member_unit, purpose, owner_unit, operation, value_count, trace_id)
         select at, id, subject, "memberUnit", purpose, "ownerUnit", operation, "valueCount", "traceId"
         from jsonb_to_recordset($1::jsonb) as read (at timestamptz, id uuid, subject text, "memberUnit" text,
           purpose text, "ownerUnit" text, operation text, "valueCount" integer, "traceId" text)
         on conflict do nothing returning id`,
        [JSON.stringify(reads)],
      );
      return rows.length;
    },

    async page(filter, request) {
      const values = [filter.ownerUnit, filter.from, filter.to, dayInShanghai(filter.to)];
      const after = afterInstant(request);
      const rows: ReadRow[] = await dataSource.query(
        `select *, at::text as exact from data_read
         where ${MATCHES} and ($5::timestamptz is null or (at, id) < ($5, $6::uuid))
         order by at desc, id desc limit $7`,
        [...values, after?.at ?? null, after?.id ?? null, request.first + 1],
      );
      return keysetPage(rows.map(toRead), request, {
        positionOf: ({ position }) => position,
        count: async () => {
          const sql = `select count(*)::integer as count from data_read where ${MATCHES}`;
          const [row]: { count: number }[] = await dataSource.query(sql, values);
          return row?.count ?? 0;
        },
      });
    },
  };
}

interface ReadRow {
  at: Date;
  exact: string;
  id: string;
  subject: string;
  member_unit: string | null;
  purpose: string;
  owner_unit: string;
  operation: string;
  value_count: number;
  trace_id: string;
}

function toRead(row: ReadRow): StoredDataRead {
  const { id, at, subject, purpose, operation } = row;
  return {
    id,
    at,
    subject,
    memberUnit: row.member_unit,
    purpose,
    ownerUnit: row.owner_unit,
    operation,
    valueCount: row.value_count,
    traceId: row.trace_id,
    position: `${row.exact}|${id}`,
  };
}
