import 'reflect-metadata';
import { createLogger } from '../../observability/logger.ts';
import { newTrace } from '../../observability/trace.ts';
import { openDataSource } from '../../persistence/data-source.ts';
import { type RetentionAct, retainAudit } from './audit-retention.repository.ts';
import { readRetentionConfig } from './config.ts';

/**
 * Keeps the audit of all services: makes the months to come, takes those out of use that are older than
 * `HUB_AUDIT_RETENTION_DAYS`, and with `--purge` drops them. Run by the operator's scheduler, every day or every month,
 * with the credentials of the maintenance roles. A database that cannot be reached holds up none of the others.
 */
const config = readRetentionConfig(process.argv.slice(2));
const log = createLogger('audit-retention', config.LOG_LEVEL);
const { HUB_AUDIT_RETENTION_DAYS: retentionDays, isPurge } = config;
const order = { retentionDays, isPurge, traceId: newTrace().traceId };
const databases = Object.entries(config.AUDIT_RETENTION_URLS);
const outcomes = await Promise.allSettled(databases.map(([service, url]) => retainIn(service, url)));
for (const [index, outcome] of outcomes.entries()) {
  const told = { ...order, database: databases[index]?.[0] };
  if (outcome.status === 'fulfilled') log.info({ ...told, acts: outcome.value }, 'audit retained');
  else log.error({ ...told, err: outcome.reason }, 'audit not retained');
}
if (outcomes.some(({ status }) => status === 'rejected')) process.exitCode = 1;

async function retainIn(service: string, url: string): Promise<RetentionAct[]> {
  const dataSource = await openDataSource({ service, url, entities: [], log, poolSize: 1 });
  try {
    return await retainAudit(dataSource, order);
  } finally {
    await dataSource.destroy();
  }
}
