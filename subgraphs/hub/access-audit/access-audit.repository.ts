import type { EntityManager } from 'typeorm';
import { newId } from '../../../shared/primitives/identifiers.ts';
import { AccessAuditEntity } from './access-audit.entity.ts';

/** One act of access or administration: who did what to what, with which result. Never holds a secret. */
export type AccessAuditEntry = Omit<AccessAuditEntity, 'id'>;

/** Appends to the audit inside the caller's transaction, so that an act and its record stand or fall together. */
export async function appendToAudit(manager: EntityManager, entries: readonly AccessAuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await manager.insert(
    AccessAuditEntity,
    entries.map((entry) => ({ ...entry, id: newId() })),
  );
}
