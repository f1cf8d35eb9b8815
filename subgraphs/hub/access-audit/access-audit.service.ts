import type { Page, PageRequest } from '../../../shared/graphql/connection.ts';
import { type Act, permit } from '../act/act.ts';
import type { AuditStore } from './access-audit.repository.ts';
import type { AuditFilter, StoredAuditEntry } from './access-audit.ts';

/** Reading the record of access and administration: the auditor's alone. */
export class AuditService {
  private readonly store: AuditStore;

  constructor(store: AuditStore) {
    this.store = store;
  }

  trail(filter: AuditFilter, request: PageRequest, { viewer }: Act): Promise<Page<StoredAuditEntry>> {
    permit(viewer, 'audit:read');
    return this.store.page(filter, request);
  }
}
