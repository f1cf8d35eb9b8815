import type { Page, PageRequest } from '../graphql/connection.ts';
import { forbidden } from '../graphql/errors.ts';
import { afterInstant, keysetPage } from '../graphql/keyset-page.ts';
import { mayAct } from '../identity/permission.ts';
import type { Viewer } from '../identity/viewer.ts';
import type { AuditEntry, AuditFilter, AuditSource } from './audit-trail.ts';

export interface AuditTrailService {
  list(filter: AuditFilter, page: PageRequest, viewer: Viewer): Promise<Page<AuditEntry>>;
}

/** The audit trail (审计记录) of a service, for the auditor. */
export function createAuditTrailService(source: AuditSource): AuditTrailService {
  return {
    async list(filter, page, viewer) {
      if (!mayAct(viewer, 'audit:read')) throw forbidden('只有审计管理员可以查看审计记录');
      const found = await source.list({ filter, after: afterInstant(page), limit: page.first + 1 });
      return keysetPage(found, page, {
        positionOf: ({ at, id }) => `${at.toISOString()}|${id}`,
        count: () => source.count(filter),
      });
    },
  };
}
