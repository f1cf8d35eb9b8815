import { loadCatalogue } from '../shared/catalogue/load-catalogue.ts';
import { createLogger } from '../shared/observability/logger.ts';
import { collectProcessMetrics } from '../shared/observability/metrics.ts';
import { BearerIntrospector } from './access/bearer-introspector.ts';
import { HubEntitlementSource } from './access/entitlement-follower.ts';
import { findPersonAtHub, PersonIntrospector } from './access/oidc/person-introspector.ts';
import { PersonTokenVerifier } from './access/oidc/person-token.verifier.ts';
import { HubTokenIntrospector } from './access/token-introspection.ts';
import { readGatewayConfig } from './config.ts';
import { answerPolicyOf, policiesOf } from './policies.ts';
import { HubSpendSource } from './rates/spend-exchange.ts';
import { createHubReadSink } from './reads/hub-read-sink.ts';
import { directoryOf } from './resilience/subgraph-directory.ts';
import { createGateway } from './server.ts';
import { FileSupergraphSource } from './supergraph/file-source.ts';
import { stopOnSignals } from './stop-on-signals.ts';

const config = readGatewayConfig();
const log = createLogger('gateway', config.LOG_LEVEL);

async function start() {
  const [key] = config.HOP_KEYS;
  if (!key) throw new Error('HOP_KEYS holds no key');
  const hub = { hubUrl: config.SUBGRAPH_URLS.hub ?? '', key, timeoutMs: config.SUBGRAPH_TIMEOUT_MS };
  const people = new PersonIntrospector({
    verifier: new PersonTokenVerifier(config.OIDC_ISSUERS, { log }),
    findPerson: findPersonAtHub(hub),
    log,
  });
  const gateway = await createGateway({
    supergraph: new FileSupergraphSource(config.SUPERGRAPH_FILE, config.SUPERGRAPH_POLL_MS),
    subgraphUrls: config.SUBGRAPH_URLS,
    hopKeys: config.HOP_KEYS,
    tokens: new BearerIntrospector({ HUB: new HubTokenIntrospector(hub), PERSON: people }),
    entitlements: new HubEntitlementSource(hub),
    reads: createHubReadSink(hub),
    ...(config.RATE_SHARING_MS > 0 && {
      rateSharing: { source: new HubSpendSource(hub), everyMs: config.RATE_SHARING_MS },
    }),
    directory: directoryOf(loadCatalogue()),
    log,
    stateFolder: config.STATE_FOLDER,
    timeLimits: {
      requestMs: config.REQUEST_BUDGET_MS,
      subgraphMs: config.SUBGRAPH_TIMEOUT_MS,
      subgraphs: config.SUBGRAPH_TIMEOUTS,
    },
    ...policiesOf(config),
    ...answerPolicyOf(config, key),
    planner: config.QUERY_PLANNER,
    shutdownLimitMs: config.SHUTDOWN_LIMIT_MS,
    proxies: { ...config.TRUSTED_PROXIES, header: config.TRUSTED_PROXY_HEADER },
  });
  collectProcessMetrics(gateway.metrics.registry);
  gateway.metrics.registry.registerMetric(people.refusals);
  const { port } = await gateway.listen(config.HUB_HOST, config.HUB_PORT);
  log.info({ listening: port }, 'listening');
  process.send?.({ type: 'listening', port });
  return gateway;
}

const running = start();
running.catch((error: unknown) => {
  log.fatal({ err: error }, 'the gateway could not start');
  process.exit(1);
});
stopOnSignals(running);
