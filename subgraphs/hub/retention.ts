import 'reflect-metadata';
import { createLogger } from '../../shared/observability/logger.ts';
import { detachOldAudit } from './access-audit/audit-retention.repository.ts';
import { readRetentionConfig } from './config.ts';
import { openHubDatabase } from './database.ts';

/**
 * Takes months of audit and access records out of use once they are older than `HUB_AUDIT_RETENTION_DAYS`: run by the
 * operator's scheduler with the credentials of the maintenance role. The tables stay, to be archived.
 */
const { DATABASE_URL, HUB_AUDIT_RETENTION_DAYS, LOG_LEVEL } = readRetentionConfig();
const log = createLogger('hub-retention', LOG_LEVEL);
const dataSource = await openHubDatabase(DATABASE_URL, log);
try {
  const parts = await detachOldAudit(dataSource, HUB_AUDIT_RETENTION_DAYS);
  log.info({ retentionDays: HUB_AUDIT_RETENTION_DAYS, parts }, 'old records detached');
} finally {
  await dataSource.destroy();
}
