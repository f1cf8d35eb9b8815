import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { loadCatalogue } from '../../../shared/catalogue/load-catalogue.ts';
import { serveStatus } from '../../../shared/graphql/serve-status.ts';
import { stopOnSignals } from '../../../shared/graphql/serve-subgraph.ts';
import { createLogger } from '../../../shared/observability/logger.ts';
import { canReach, openDataSource } from '../../../shared/persistence/data-source.ts';
import { createEd25519Signer } from '../../../shared/primitives/signer.ts';
import { GatewayDepartmentLocks } from '../archive/department-locks.ts';
import { openFrameworkVersions } from '../framework-version/open-framework-versions.ts';
import { seedSubjects } from '../subject/seed-subjects.ts';
import { readWorkerConfig } from './config.ts';
import { GatewayChangeSource } from './gateway-change-source.ts';
import { startWorker } from './worker.ts';

const config = readWorkerConfig();
const log = createLogger('worker', config.LOG_LEVEL);
const catalogue = loadCatalogue();
const dataSource = await openDataSource({
  service: 'evaluation',
  url: config.DATABASE_URL,
  entities: [],
  log,
  structure: 'evaluation',
});
await seedSubjects(dataSource, catalogue, config.HUB_DEMO);
const versions = await openFrameworkVersions(dataSource, catalogue, log);
const worker = await startWorker({
  dataSource,
  databaseUrl: config.DATABASE_URL,
  catalogue: versions.catalogue,
  versions,
  source: new GatewayChangeSource(config.GATEWAY_URL, config.SERVICE_TOKEN),
  locks: new GatewayDepartmentLocks(config.GATEWAY_URL, config.SERVICE_TOKEN),
  signer: config.SIGNING_KEY_FILE ? createEd25519Signer(readFileSync(config.SIGNING_KEY_FILE, 'utf8')) : null,
  log,
  recalculations: { concurrency: config.RECALCULATION_CONCURRENCY, batch: config.RECALCULATION_BATCH },
});
const status = await serveStatus({
  name: 'worker',
  host: config.SERVICE_HOST,
  port: config.SERVICE_PORT,
  isReady: () => canReach(dataSource),
});
stopOnSignals(log, async () => {
  await worker.stop();
  await status.close();
  await versions.close();
  await dataSource.destroy();
});
log.info({ port: status.port }, 'following the departments');
process.send?.({ type: 'listening', port: status.port });
