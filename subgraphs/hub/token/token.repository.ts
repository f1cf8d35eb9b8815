import { IsNull, MoreThan, type DataSource } from 'typeorm';
import { parseViewer, type Viewer } from '../../../shared/identity/viewer.ts';
import { newId } from '../../../shared/primitives/identifiers.ts';
import { type AccessAuditEntry, appendToAudit } from '../access-audit/access-audit.repository.ts';
import { TokenEntity } from './token.entity.ts';
import type { TokenGrant } from './token.ts';

/** A grant with the hash by which its token is recognised. */
export interface HashedGrant {
  readonly hash: Buffer;
  readonly grant: TokenGrant;
}

export interface TokenStore {
  /** Stores the grants and the record of them, all or none. */
  add(grants: readonly HashedGrant[]): Promise<void>;
  /** Who holds the token with this hash; null when there is none that is valid at the instant. */
  findViewer(hash: Buffer, at: Date): Promise<Viewer | null>;
}

export function createTokenRepository(dataSource: DataSource): TokenStore {
  return {
    async add(grants) {
      const rows = grants.map(({ hash, grant }) => ({ ...grant, id: newId(), hash, roles: [...grant.roles] }));
      await dataSource.transaction(async (manager) => {
        await manager.insert(TokenEntity, rows);
        await appendToAudit(manager, rows.map(auditOf));
      });
    },

    async findViewer(hash, at) {
      const row = await dataSource.manager.findOneBy(TokenEntity, {
        hash,
        expiresAt: MoreThan(at),
        revokedAt: IsNull(),
      });
      return row && toViewer(row);
    },
  };
}

function auditOf(row: TokenGrant & { readonly id: string }): AccessAuditEntry {
  const { subject, memberUnit, purpose } = row;
  return {
    at: row.createdAt,
    actor: row.createdBy,
    actorUnit: null,
    action: 'token.issue',
    object: `token:${row.id}`,
    result: 'DONE',
    traceId: null,
    sourceIp: null,
    detail: { subject, memberUnit, roles: [...row.roles], purpose, expiresAt: row.expiresAt.toISOString() },
  };
}

function toViewer({ subject, memberUnit, roles, purpose }: TokenEntity): Viewer | null {
  return parseViewer({ subject, memberUnit, roles, purpose });
}
