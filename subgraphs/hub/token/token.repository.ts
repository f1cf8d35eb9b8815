import type { DataSource, EntityManager } from 'typeorm';
import type { Page, PageRequest } from '../../../shared/graphql/connection.ts';
import { isRole } from '../../../shared/identity/role.ts';
import { parseViewer, type Viewer } from '../../../shared/identity/viewer.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import type { AccessAuditEntry } from '../access-audit/access-audit.ts';
import { appendToAudit } from '../access-audit/access-audit.repository.ts';
import { dayInShanghai } from '../../../shared/primitives/calendar-day.ts';
import { afterId, keysetPage } from '../../../shared/graphql/keyset-page.ts';
import { violatedConstraint } from '../act/violated-constraint.ts';
import { TokenEntity } from './token.entity.ts';
import { tokenErrors } from './token.errors.ts';
import type { NewToken, StoredToken, TokenFilter } from './token.ts';

export interface AddedTokens {
  readonly tokens: readonly NewToken[];
  readonly audit: readonly AccessAuditEntry[];
  /** Refused when there is a live administrator: the first ones are issued once. */
  readonly isFirst?: boolean;
}

export interface TokenStore {
  /** Stores the tokens and the record of them, all or none. */
  add(added: AddedTokens): Promise<Result<null, Issue[]>>;
  /** Who holds the token with this hash; null when there is none that is valid at the instant. */
  findViewer(hash: Buffer, at: Date): Promise<Viewer | null>;
  find(id: string): Promise<StoredToken | null>;
  /** Revokes the token and keeps the record; false when somebody was faster. */
  revoke(id: string, audit: AccessAuditEntry): Promise<boolean>;
  /** Newest first. */
  page(filter: TokenFilter, at: Date, request: PageRequest): Promise<Page<StoredToken>>;
}

export function createTokenRepository(dataSource: DataSource): TokenStore {
  return {
    async add({ tokens, audit, isFirst = false }) {
      try {
        return await dataSource.transaction(async (manager) => {
          if (isFirst && (await hasAdministrator(manager))) return err([tokenErrors.notTheFirst()]);
          await manager.insert(TokenEntity, tokens.map(toRow));
          await appendToAudit(manager, audit);
          return ok(null);
        });
      } catch (error) {
        if (violatedConstraint(error) === 'one_administrator_per_subject')
          return err([tokenErrors.subjectIsOtherAdministrator()]);
        throw error;
      }
    },

    async findViewer(hash, at) {
      const today = dayInShanghai(at);
      const [row]: ViewerRow[] = await dataSource.query(
        `select id, subject, unit_at(member_unit, $3::date) as "memberUnit", roles, purpose, last_used_on as "lastUsedOn"
         from token where hash = $1 and expires_at > $2 and revoked_at is null`,
        [hash, at, today],
      );
      if (!row) return null;
      if (row.lastUsedOn !== today) await noteUse(dataSource, row.id, today);
      const { subject, memberUnit, roles, purpose } = row;
      return parseViewer({ subject, memberUnit, roles, purpose });
    },

    async find(id) {
      const row = await dataSource.manager.findOneBy(TokenEntity, { id });
      return row && toToken(row);
    },

    revoke(id, audit) {
      return dataSource.transaction(async (manager) => {
        const [, changed]: [unknown, number] = await manager.query(
          'update token set revoked_at = $2 where id = $1 and revoked_at is null',
          [id, audit.at],
        );
        if (changed > 0) await appendToAudit(manager, [audit]);
        return changed > 0;
      });
    },

    async page(filter, at, request) {
      const select = (): ReturnType<typeof matching> => matching(dataSource, filter, at);
      const after = afterId(request);
      const query = select()
        .orderBy('token.id', 'DESC')
        .limit(request.first + 1);
      if (after !== null) query.andWhere('token.id < :after', { after });
      const rows = await query.getMany();
      return keysetPage(rows.map(toToken), request, { positionOf: ({ id }) => id, count: () => select().getCount() });
    },
  };
}

interface ViewerRow {
  id: string;
  subject: string;
  memberUnit: string | null;
  roles: string[];
  purpose: string;
  lastUsedOn: string | null;
}

/** Of several who use it at once the first writes; a token shown in vain is still shown. */
async function noteUse(dataSource: DataSource, id: string, today: string): Promise<void> {
  await dataSource.query(
    'update token set last_used_on = $2::date where id = $1 and (last_used_on is null or last_used_on < $2::date)',
    [id, today],
  );
}

async function hasAdministrator(manager: EntityManager): Promise<boolean> {
  await manager.query(`select pg_advisory_xact_lock(hashtextextended('first administrators', 0))`);
  const [row]: { found: boolean }[] = await manager.query(
    `select exists (
       select from token
       where cardinality(administrator_roles(roles)) > 0 and revoked_at is null and expires_at > now()
     ) or exists (
       select from person_role
       where cardinality(administrator_roles(array[role])) > 0 and (valid_to is null or valid_to > (now() at time zone 'Asia/Shanghai')::date)
     ) as found`,
  );
  return row?.found ?? true;
}

function matching(dataSource: DataSource, { subject, memberUnit, isLive }: TokenFilter, at: Date) {
  const query = dataSource.manager.createQueryBuilder(TokenEntity, 'token').where('true');
  if (subject !== null) query.andWhere('token.subject = :subject', { subject });
  if (memberUnit !== null) query.andWhere('token.memberUnit = :memberUnit', { memberUnit });
  if (isLive === true) query.andWhere('token.revokedAt is null and token.expiresAt > :at', { at });
  if (isLive === false) query.andWhere('(token.revokedAt is not null or token.expiresAt <= :at)', { at });
  return query;
}

function toRow({ id, hash, grant }: NewToken) {
  return { ...grant, id, hash, roles: [...grant.roles] };
}

function toToken(row: TokenEntity): StoredToken {
  const { id, subject, memberUnit, purpose, createdBy, createdAt, expiresAt, revokedAt, lastUsedOn } = row;
  const roles = row.roles.filter(isRole);
  return { id, subject, memberUnit, roles, purpose, createdBy, createdAt, expiresAt, revokedAt, lastUsedOn };
}
