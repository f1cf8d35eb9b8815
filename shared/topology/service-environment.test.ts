import { expect, it } from 'vitest';
import { environmentOf, gatewayAddress, type TopologyFacts } from './service-environment.ts';
import { SERVICES, type ServiceDefinition, type ServiceName, SUBGRAPHS } from './services.ts';

const facts: TopologyFacts = {
  host: '127.0.0.1',
  gatewayHost: '0.0.0.0',
  ports: new Map(SERVICES.map(({ name }, index) => [name, 4000 + index])),
  databaseUrls: new Map(SUBGRAPHS.map(({ name }) => [name, `postgres://${name}_app@127.0.0.1/${name}`])),
  signingKeyFiles: new Map(SUBGRAPHS.map(({ name }) => [name, `/keys/${name}.pem`])),
  hopKeys: 'k1:secret',
  serviceToken: 'hub_service',
  stateFolder: '/data/gateway',
  dataFolder: '/data',
  logLevel: 'info',
  demo: 'on',
};
const service = (name: ServiceName): ServiceDefinition => SERVICES.find((candidate) => candidate.name === name)!;

it('gives a department its own database and key, and no one else’s', () => {
  const environment = environmentOf(service('hrss'), facts);
  expect(environment).toEqual({
    LOG_LEVEL: 'info',
    DEMO: 'on',
    HUB_DEMO: 'on',
    DATABASE_URL: 'postgres://hrss_app@127.0.0.1/hrss',
    NODE_ENV: 'production',
    SERVICE_HOST: '127.0.0.1',
    SERVICE_PORT: String(facts.ports.get('hrss')),
    HOP_KEYS: 'k1:secret',
    SIGNING_KEY_FILE: '/keys/hrss.pem',
  });
});

it('lets only the hub watch the others, and only the gateway know where they are', () => {
  const { SUBGRAPH_HEALTH_URLS: health } = environmentOf(service('hub'), facts);
  expect(JSON.parse(health!).sasac).toBe(`http://127.0.0.1:${facts.ports.get('sasac')}/health`);
  const { SUBGRAPH_URLS: urls, DATABASE_URL: database } = environmentOf(service('gateway'), facts);
  expect(Object.keys(JSON.parse(urls!)).sort()).toEqual(['education', 'evaluation', 'hrss', 'hub', 'sasac', 'union']);
  expect(database).toBeUndefined();
});

it('gives the worker its token and an address of the gateway that can be dialled', () => {
  const environment = environmentOf(service('worker'), facts);
  expect(environment).toMatchObject({ SERVICE_TOKEN: 'hub_service', GATEWAY_URL: `${gatewayAddress(facts)}/graphql` });
  expect(environment['SIGNING_KEY_FILE']).toBe('/keys/evaluation.pem');
  expect(environment['HOP_KEYS']).toBeUndefined();
  expect(gatewayAddress(facts)).toBe(`http://127.0.0.1:${facts.ports.get('gateway')}`);
});
