import 'reflect-metadata';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { constantRevision } from '../../shared/graphql/data-revision.ts';
import { serveSubgraph } from '../../shared/graphql/serve-subgraph.ts';
import { NonceRegister } from '../../shared/identity/nonce-register.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { isFleeting } from '../../shared/observability/lasting-reply.ts';
import { canReach } from '../../shared/persistence/data-source.ts';
import { openNonceTable } from '../../shared/persistence/nonce-table.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { AvailabilityMonitor } from './availability/availability-monitor.service.ts';
import { createAvailabilityRepository } from './availability/availability.repository.ts';
import { createHttpProbe } from './availability/health-probe.ts';
import { readHubConfig } from './config.ts';
import { openHubDatabase } from './database.ts';
import { openEntitlementSignal } from './entitlement/entitlement-signal.ts';
import { createHubServices, hubRoutes } from './hub-services.ts';
import { directoryDigest } from './member-unit/directory-digest.ts';
import { createHubSubgraph } from './subgraph.ts';

const config = readHubConfig();
const log = createLogger('hub', config.LOG_LEVEL);
const clock = systemClock;
const catalogue = loadCatalogue();
const dataSource = await openHubDatabase(config.DATABASE_URL, log);

const monitor = new AvailabilityMonitor({
  healthUrls: config.SUBGRAPH_HEALTH_URLS,
  probe: createHttpProbe(config.AVAILABILITY_TIMEOUT_MS),
  store: createAvailabilityRepository(dataSource),
  clock,
  log,
  intervalMs: config.AVAILABILITY_INTERVAL_MS,
  freshnessMs: config.AVAILABILITY_FRESHNESS_MS,
});
const trustedAcrs = new Set(config.SECOND_FACTOR_ACRS);
const services = createHubServices({ dataSource, catalogue, trustedAcrs, clock });
const signal = await openEntitlementSignal(config.DATABASE_URL, log);
const place = { service: 'hub', url: config.DATABASE_URL, log };
const nonces = config.NONCE_STORE === 'database' ? new NonceRegister(openNonceTable(place)) : null;

await serveSubgraph({
  name: 'hub',
  schema: await createHubSubgraph({ catalogue, availability: monitor, clock, services: () => services }),
  host: config.SERVICE_HOST,
  port: config.SERVICE_PORT,
  hopKeys: config.HOP_KEYS,
  nonces,
  log,
  isReady: () => canReach(dataSource),
  routes: hubRoutes(services, { dataSource, signal }),
  // What is told of the catalogue stays as it is; what comes out of the database or is watched does not.
  revision: constantRevision(directoryDigest(catalogue), (scope) => scope.statements === 0 && !isFleeting(scope)),
  onClose: async () => {
    await nonces?.close();
    await monitor.stop();
    await signal.close();
    await dataSource.destroy();
  },
});
monitor.start();
