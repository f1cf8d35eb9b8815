import { afterEach, describe, expect, it, vi } from 'vitest';
import { readBootstrapConfig, readHubConfig } from './config.ts';

const complete = {
  DATABASE_URL: 'postgres://hub_app:x@127.0.0.1:5432/hub',
  HOP_KEYS: 'k1:c2VjcmV0',
  SUBGRAPH_HEALTH_URLS: '{"hrss":"http://127.0.0.1:4101/health"}',
};

afterEach(() => vi.restoreAllMocks());

/** What the process says before it ends itself. */
function faultsOf(read: () => unknown): string {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  expect(read).toThrow('exit 1');
  return String(said.mock.calls[0]?.[0]);
}

describe('the configuration of the hub', () => {
  it('has a default for everything but the database and the keys', () => {
    const config = readHubConfig({ ...complete, SUBGRAPH_HEALTH_URLS: '' });
    expect(config).toMatchObject({ SERVICE_HOST: '127.0.0.1', SERVICE_PORT: 0, SUBGRAPH_HEALTH_URLS: {} });
    expect(readHubConfig(complete).SUBGRAPH_HEALTH_URLS).toEqual({ hrss: 'http://127.0.0.1:4101/health' });
  });

  it('names all faults together and shows no secret', () => {
    const said = faultsOf(() => readHubConfig({ HOP_KEYS: 'geheim', SUBGRAPH_HEALTH_URLS: '{' }));
    for (const name of ['DATABASE_URL', 'HOP_KEYS', 'SUBGRAPH_HEALTH_URLS']) expect(said).toContain(name);
    expect(said).not.toContain('geheim');
  });

  it('takes the first tokens as JSON', () => {
    const token = {
      name: 'lead',
      subject: 'demo:lead',
      memberUnit: 'union',
      roles: ['lead-evaluator'],
      purpose: 'x',
      days: 1,
    };
    const environment = { DATABASE_URL: complete.DATABASE_URL, BOOTSTRAP: JSON.stringify([token]) };
    expect(readBootstrapConfig(environment).BOOTSTRAP).toEqual([token]);
    expect(faultsOf(() => readBootstrapConfig({ ...environment, BOOTSTRAP: '[{"name":""}]' }))).toContain('BOOTSTRAP');
  });
});
