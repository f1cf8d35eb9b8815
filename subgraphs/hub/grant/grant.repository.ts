import type { DataSource } from 'typeorm';
import type { Page, PageRequest } from '../../../shared/graphql/connection.ts';
import type { AccessAuditEntry } from '../access-audit/access-audit.ts';
import { appendToAudit } from '../access-audit/access-audit.repository.ts';
import { dayInShanghai } from '../../../shared/primitives/calendar-day.ts';
import { afterId, keysetPage } from '../../../shared/graphql/keyset-page.ts';
import type { GrantFilter, GrantReader, StoredGrant } from './grant.ts';

/** Whose grants a list may show: those the viewer gave or was given, or all. */
export interface GrantScope {
  readonly isEverything: boolean;
  readonly subject: string;
  readonly memberUnit: string | null;
}

/** Whose figures, and which. */
export type GrantedFigures = Pick<StoredGrant, 'ownerUnit' | 'measures'>;

export interface GrantStore {
  add(grant: StoredGrant, audit: AccessAuditEntry): Promise<void>;
  find(id: string): Promise<StoredGrant | null>;
  /** Revokes and keeps the record; false when somebody was faster. */
  revoke(id: string, audit: AccessAuditEntry): Promise<boolean>;
  /** What holds at an instant for a subject and its unit. */
  liveFor(reader: { subject: string; memberUnit: string | null }, at: Date): Promise<GrantedFigures[]>;
  /** Newest first. */
  page(
    asked: { readonly filter: GrantFilter; readonly scope: GrantScope; readonly at: Date },
    request: PageRequest,
  ): Promise<Page<StoredGrant>>;
}

// The owner of the day: a unit that was merged leaves its grants to the one that followed.
const COLUMNS = `id, unit_at(owner_unit, $1::date) as owner_unit, reader_kind, reader, measures, purpose, expires_on, created_by,
  created_at, revoked_at`;
const LIVE = '(revoked_at is null and expires_on >= $1::date)';
const MATCHES = `($2::boolean or unit_at(owner_unit, $1::date) = $4 or reader_kind = 'PUBLIC'
    or (reader_kind = 'SUBJECT' and reader = $3) or (reader_kind = 'UNIT' and unit_at(reader, $1::date) = $4))
  and ($5::text is null or unit_at(owner_unit, $1::date) = $5)
  and ($6::text is null or reader = $6)
  and ($7::boolean is null or ${LIVE} = $7)`;

export function createGrantRepository(dataSource: DataSource): GrantStore {
  return {
    add: (grant, audit) =>
      dataSource.transaction(async (manager) => {
        const { id, ownerUnit, reader, measures, purpose, expiresOn, createdBy, createdAt } = grant;
        await manager.query(
          `insert into read_grant (id, owner_unit, reader_kind, reader, measures, purpose, expires_on, created_by, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
          [id, ownerUnit, reader.kind, reader.code, measures, purpose, expiresOn, createdBy, createdAt],
        );
        await appendToAudit(manager, [audit]);
      }),

    async find(id) {
      const sql = `select ${COLUMNS} from read_grant where id = $2`;
      const [row]: GrantRow[] = await dataSource.query(sql, [dayInShanghai(new Date()), id]);
      return row ? toGrant(row) : null;
    },

    revoke: (id, audit) =>
      dataSource.transaction(async (manager) => {
        const [, changed]: [unknown, number] = await manager.query(
          'update read_grant set revoked_at = $2 where id = $1 and revoked_at is null',
          [id, audit.at],
        );
        if (changed > 0) await appendToAudit(manager, [audit]);
        return changed > 0;
      }),

    async liveFor({ subject, memberUnit }, at) {
      // Of the owner as it was: a merger hands grants over, it does not stretch them over the other's figures.
      return dataSource.query(
        `select owner_unit as "ownerUnit", measures from read_grant
         where ${LIVE} and owner_unit is distinct from $3 and (
           reader_kind = 'PUBLIC' or (reader_kind = 'SUBJECT' and reader = $2)
           or (reader_kind = 'UNIT' and unit_at(reader, $1::date) = $3))`,
        [dayInShanghai(at), subject, memberUnit],
      );
    },

    async page({ filter, scope, at }, request) {
      const asked = [filter.ownerUnit, filter.reader, filter.isLive];
      const values = [dayInShanghai(at), scope.isEverything, scope.subject, scope.memberUnit, ...asked];
      const rows: GrantRow[] = await dataSource.query(
        `select ${COLUMNS} from read_grant
         where ${MATCHES} and ($8::uuid is null or id < $8) order by id desc limit $9`,
        [...values, afterId(request), request.first + 1],
      );
      return keysetPage(rows.map(toGrant), request, {
        positionOf: ({ id }) => id,
        count: async () => {
          const sql = `select count(*)::integer as count from read_grant where ${MATCHES}`;
          const [row]: { count: number }[] = await dataSource.query(sql, values);
          return row?.count ?? 0;
        },
      });
    },
  };
}

interface GrantRow {
  id: string;
  owner_unit: string;
  reader_kind: 'SUBJECT' | 'UNIT' | 'PUBLIC';
  reader: string | null;
  measures: string[] | null;
  purpose: string;
  expires_on: string;
  created_by: string;
  created_at: Date;
  revoked_at: Date | null;
}

function toGrant(row: GrantRow): StoredGrant {
  return {
    id: row.id,
    ownerUnit: row.owner_unit,
    reader: toReader(row),
    measures: row.measures,
    purpose: row.purpose,
    expiresOn: row.expires_on,
    createdBy: row.created_by,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  };
}

function toReader({ reader_kind, reader }: GrantRow): GrantReader {
  return reader_kind === 'PUBLIC' || reader === null
    ? { kind: 'PUBLIC', code: null }
    : { kind: reader_kind, code: reader };
}
