import type { DataSource } from 'typeorm';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { createSubgraphServer } from '../../shared/graphql/subgraph-server.ts';
import { HOP_HEADERS, parseHopKeys, signHop } from '../../shared/identity/signed-hop.ts';
import { encodeViewer, type Viewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { canReach } from '../../shared/persistence/data-source.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { AvailabilityMonitor } from '../../subgraphs/hub/availability/availability-monitor.service.ts';
import { createAvailabilityRepository } from '../../subgraphs/hub/availability/availability.repository.ts';
import { createHttpProbe } from '../../subgraphs/hub/availability/health-probe.ts';
import { openHubDatabase } from '../../subgraphs/hub/database.ts';
import { type EntitlementSignal, openEntitlementSignal } from '../../subgraphs/hub/entitlement/entitlement-signal.ts';
import { createHubServices, type HubServices, hubRoutes } from '../../subgraphs/hub/hub-services.ts';
import { createHubSubgraph } from '../../subgraphs/hub/subgraph.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

const log = createLogger('hub', 'silent');
export const hopKeys = parseHopKeys(`test:${Buffer.from('a key of the hub tests, 32 bytes').toString('base64url')}`);

export const aViewer = (overrides: Partial<Viewer> = {}): Viewer => ({
  subject: 'demo:lead',
  memberUnit: 'union',
  roles: ['lead-evaluator'],
  purpose: '测试',
  ...overrides,
});

export interface Answer {
  readonly status: number;
  readonly statements: number;
  readonly body: {
    readonly data?: never;
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  };
}

/** The hub on a database of its own, its server called without a port. */
export class HubWorld {
  readonly database: TestDatabase;
  readonly dataSource: DataSource;
  readonly services: HubServices;
  readonly signal: EntitlementSignal;
  readonly monitor: AvailabilityMonitor;
  private readonly server: Awaited<ReturnType<typeof createSubgraphServer>>;

  private constructor(
    parts: Pick<HubWorld, 'database' | 'dataSource' | 'services' | 'signal' | 'monitor'>,
    server: HubWorld['server'],
  ) {
    this.database = parts.database;
    this.dataSource = parts.dataSource;
    this.services = parts.services;
    this.signal = parts.signal;
    this.monitor = parts.monitor;
    this.server = server;
  }

  static async open(healthUrls: Readonly<Record<string, string>> = {}): Promise<HubWorld> {
    const clock = systemClock;
    const catalogue = loadCatalogue();
    const database = await createServiceDatabase('hub');
    const dataSource = await openHubDatabase(database.appUrl, log);
    const services = createHubServices({ dataSource, catalogue, trustedAcrs: new Set(['aal2']), clock });
    const signal = await openEntitlementSignal(database.appUrl, log);
    const monitor = new AvailabilityMonitor({
      healthUrls,
      probe: createHttpProbe(5_000),
      store: createAvailabilityRepository(dataSource),
      clock,
      log,
      intervalMs: 60_000,
      freshnessMs: -1, // every request looks anew
    });
    const server = await createSubgraphServer({
      name: 'hub',
      schema: await createHubSubgraph({ catalogue, availability: monitor, clock, services: () => services }),
      hopKeys,
      log,
      isReady: () => canReach(dataSource),
      routes: hubRoutes(services, { dataSource, signal }),
    });
    return new HubWorld({ database, dataSource, services, signal, monitor }, server);
  }

  /** Address of the hub on a port of its own, for those who ask over HTTP. */
  async listen(): Promise<string> {
    return `http://127.0.0.1:${await this.server.listen('127.0.0.1', 0)}/graphql`;
  }

  /** A GraphQL request as the gateway sends it. */
  async ask(query: string, variables: Record<string, unknown> = {}, viewer: Viewer = aViewer()): Promise<Answer> {
    return this.post('/graphql', { query, variables }, { viewer: encodeViewer(viewer) });
  }

  async post(path: string, body: unknown, options: { viewer?: string; isSigned?: boolean } = {}): Promise<Answer> {
    const { viewer = '', isSigned = true } = options;
    const payload = JSON.stringify(body);
    const [key] = hopKeys;
    const signed = isSigned && key ? signHop({ target: 'hub', method: 'POST', path, body: payload, viewer }, key) : {};
    const response = await this.server.app.inject({
      method: 'POST',
      url: path,
      payload,
      headers: { 'content-type': 'application/json', [HOP_HEADERS.viewer]: viewer, ...signed },
    });
    return {
      status: response.statusCode,
      statements: Number(response.headers['x-sql-statements'] ?? 0),
      body: response.json(),
    };
  }

  async close(): Promise<void> {
    await this.monitor.stop();
    await this.server.close();
    await this.signal.close();
    await this.dataSource.destroy();
    await this.database.drop();
  }
}
