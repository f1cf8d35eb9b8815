import type { ServiceDefinition, ServiceName } from './services.ts';
import { SUBGRAPHS } from './services.ts';

/** What the environments of the services are made of. */
export interface TopologyFacts {
  readonly host: string;
  readonly gatewayHost: string;
  readonly ports: ReadonlyMap<ServiceName, number>;
  /** URL of the app role, by database. */
  readonly databaseUrls: ReadonlyMap<string, string>;
  /** Path of the Ed25519 private key, by subgraph. */
  readonly signingKeyFiles: ReadonlyMap<string, string>;
  readonly hopKeys: string;
  readonly serviceToken: string;
  readonly stateFolder: string;
  readonly dataFolder: string;
  readonly logLevel: string;
  readonly demo: 'on' | 'off' | 'national';
}

/** The variables of one service; it finds nothing else about the topology. */
export function environmentOf(service: ServiceDefinition, facts: TopologyFacts): Record<string, string> {
  // Nothing of the product depends on it here; GraphQL leaves out checks for developers, a twentieth of an answer. The
  // provider for demonstrations refuses to run like that.
  const mode: Record<string, string> = service.kind === 'identity' ? {} : { NODE_ENV: 'production' };
  const common = {
    ...{ LOG_LEVEL: facts.logLevel, HUB_DEMO: facts.demo, DEMO: facts.demo },
    ...mode,
    ...databaseOf(service, facts),
  };
  switch (service.kind) {
    case 'subgraph':
      return { ...common, ...subgraphEnvironment(service, facts) };
    case 'identity':
      return {
        ...common,
        SERVICE_HOST: facts.host,
        SERVICE_PORT: String(portOf(service.name, facts)),
        HUB_DATA: facts.dataFolder,
        IDENTITY_ISSUER: identityIssuer(facts) ?? '',
      };
    case 'worker':
      return {
        ...common,
        SERVICE_HOST: facts.host,
        SERVICE_PORT: String(portOf(service.name, facts)),
        GATEWAY_URL: `${gatewayAddress(facts)}/graphql`,
        SERVICE_TOKEN: facts.serviceToken,
        // It seals rounds with the key of the subgraph it works for.
        SIGNING_KEY_FILE: facts.signingKeyFiles.get('evaluation') ?? '',
      };
    case 'gateway':
      return {
        ...common,
        HUB_HOST: facts.gatewayHost,
        HUB_PORT: String(portOf(service.name, facts)),
        HOP_KEYS: facts.hopKeys,
        STATE_FOLDER: facts.stateFolder,
        SUBGRAPH_URLS: JSON.stringify(subgraphUrls(facts, '/graphql')),
        ...issuersOf(facts),
      };
  }
}

/** Address of the gateway as a client on this machine reaches it. */
export function gatewayAddress(facts: Pick<TopologyFacts, 'gatewayHost' | 'ports'>): string {
  const isAnyAddress = facts.gatewayHost === '0.0.0.0' || facts.gatewayHost === '::';
  const host = isAnyAddress ? '127.0.0.1' : facts.gatewayHost;
  return `http://${host.includes(':') ? `[${host}]` : host}:${portOf('gateway', facts)}`;
}

/** Address of the demonstration's identity provider; null where none runs. */
export function identityIssuer(facts: Pick<TopologyFacts, 'host' | 'ports'>): string | null {
  const port = facts.ports.get('identity');
  return port === undefined ? null : `http://${facts.host}:${port}`;
}

function issuersOf(facts: TopologyFacts): Record<string, string> {
  const issuer = identityIssuer(facts);
  return issuer === null ? {} : { OIDC_ISSUERS: JSON.stringify([{ issuer, audience: 'hub' }]) };
}

function subgraphEnvironment(service: ServiceDefinition, facts: TopologyFacts): Record<string, string> {
  const environment: Record<string, string> = {
    SERVICE_HOST: facts.host,
    SERVICE_PORT: String(portOf(service.name, facts)),
    HOP_KEYS: facts.hopKeys,
    SIGNING_KEY_FILE: facts.signingKeyFiles.get(service.name) ?? '',
  };
  // Only the hub watches the others.
  if (service.name === 'hub') environment['SUBGRAPH_HEALTH_URLS'] = JSON.stringify(subgraphUrls(facts, '/health'));
  return environment;
}

function databaseOf(service: ServiceDefinition, facts: TopologyFacts): Record<string, string> {
  if (service.database === null) return {};
  const url = facts.databaseUrls.get(service.database);
  if (url === undefined) throw new Error(`no database for ${service.name}`);
  return { DATABASE_URL: url };
}

function subgraphUrls(facts: TopologyFacts, path: string): Record<string, string> {
  return Object.fromEntries(SUBGRAPHS.map(({ name }) => [name, `http://${facts.host}:${portOf(name, facts)}${path}`]));
}

function portOf(name: ServiceName, facts: Pick<TopologyFacts, 'ports'>): number {
  const port = facts.ports.get(name);
  if (port === undefined) throw new Error(`no port for ${name}`);
  return port;
}
