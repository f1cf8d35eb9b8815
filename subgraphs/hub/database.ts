import type { DataSource } from 'typeorm';
import type { Logger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { AccessAuditEntity } from './access-audit/access-audit.entity.ts';
import { ServiceAvailabilityEntity } from './availability/availability.entity.ts';
import { TokenEntity } from './token/token.entity.ts';

/** The hub's database as its app role. */
export function openHubDatabase(url: string, log: Logger): Promise<DataSource> {
  const entities = [AccessAuditEntity, ServiceAvailabilityEntity, TokenEntity];
  return openDataSource({ service: 'hub', url, entities, log, structure: 'hub' });
}
