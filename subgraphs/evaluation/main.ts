import 'reflect-metadata';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { serveSubgraph } from '../../shared/graphql/serve-subgraph.ts';
import { NonceRegister } from '../../shared/identity/nonce-register.ts';
import { parseHopKeys } from '../../shared/identity/signed-hop.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { canReach, openDataSource } from '../../shared/persistence/data-source.ts';
import { openNonceTable } from '../../shared/persistence/nonce-table.ts';
import { NotifiedRevision, tellRevision } from '../../shared/persistence/notified-revision.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { readEvaluationConfig } from './config.ts';
import { openFrameworkVersions } from './framework-version/open-framework-versions.ts';
import { createEvaluationSubgraph } from './subgraph.ts';
import { seedSubjects } from './subject/seed-subjects.ts';

const config = readEvaluationConfig();
const log = createLogger('evaluation', config.LOG_LEVEL);
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
const revision = await NotifiedRevision.open(config.DATABASE_URL, log);
// What this process knows of versions is a moment behind the commit that published them.
versions.onChange(() => tellRevision(dataSource));
const place = { service: 'evaluation', url: config.DATABASE_URL, log };
const nonces = config.NONCE_STORE === 'database' ? new NonceRegister(openNonceTable(place)) : null;
await serveSubgraph({
  name: 'evaluation',
  schema: await createEvaluationSubgraph({ database: dataSource, catalogue, clock: systemClock, versions }),
  hopKeys: parseHopKeys(config.HOP_KEYS),
  nonces,
  log,
  host: config.SERVICE_HOST,
  port: config.SERVICE_PORT,
  isReady: () => canReach(dataSource),
  revision,
  onClose: async () => {
    await nonces?.close();
    await revision.close();
    await versions.close();
    await dataSource.destroy();
  },
});
