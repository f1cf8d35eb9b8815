import { AuditEntity } from './audit/audit.entity.ts';
import { PublicationEntity } from './publication/publication.entity.ts';
import { PublicationEventEntity } from './publication/publication-event.entity.ts';
import { ReceiptEntity } from './receipt/receipt.entity.ts';

/** Entities of every department's database. */
export const departmentEntities = [PublicationEntity, PublicationEventEntity, ReceiptEntity, AuditEntity] as const;
