import { encodeCursor, type Page, type PageRequest } from '../graphql/connection.ts';
import { badUserInput, forbidden } from '../graphql/errors.ts';
import { mayAct } from '../identity/permission.ts';
import type { Viewer } from '../identity/viewer.ts';
import { isUuid } from '../primitives/identifiers.ts';
import type { AuditEntry, AuditFilter, AuditPlace, AuditSource } from './audit-trail.ts';

export interface AuditTrailService {
  list(filter: AuditFilter, page: PageRequest, viewer: Viewer): Promise<Page<AuditEntry>>;
}

/** The audit trail (审计记录) of a service, for the auditor. */
export function createAuditTrailService(source: AuditSource): AuditTrailService {
  return {
    async list(filter, page, viewer) {
      if (!mayAct(viewer, 'audit:read')) throw forbidden('只有审计管理员可以查看审计记录');
      const after = page.after === null ? null : toPlace(page.after);
      const found = await source.list({ filter, after, limit: page.first + 1 });
      return {
        items: found.slice(0, page.first),
        cursorOf: ({ at, id }) => encodeCursor(`${at.toISOString()}|${id}`),
        hasNextPage: found.length > page.first,
        hasPreviousPage: after !== null,
        totalCount: () => source.count(filter),
      };
    },
  };
}

function toPlace(text: string): AuditPlace {
  const [at, id, ...rest] = text.split('|');
  if (at === undefined || id === undefined || rest.length > 0 || !isUuid(id) || Number.isNaN(Date.parse(at))) {
    throw badUserInput('after 不是本接口给出的游标');
  }
  return { at, id };
}
