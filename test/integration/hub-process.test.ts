import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';
import { parseHopKeys, signHop } from '../../shared/identity/signed-hop.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createServiceDatabase('hub');
});
afterAll(() => database.drop());

const bootstrapped = (tokens: unknown, environment: Record<string, string> = {}) =>
  spawnSync(process.execPath, ['--import', 'tsx', join(projectRoot, 'subgraphs/hub/bootstrap.ts')], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: database.appUrl,
      BOOTSTRAP: JSON.stringify(tokens),
      ...environment,
    },
  });

const aRequest = (overrides: Record<string, unknown> = {}) => ({
  name: 'lead',
  subject: 'demo:lead',
  memberUnit: 'union',
  roles: ['lead-evaluator'],
  purpose: '演示',
  days: 365,
  ...overrides,
});

describe('the bootstrap program', () => {
  it('prints the tokens by name and nothing else, and adds new ones each time', () => {
    const service = aRequest({ name: 'service', memberUnit: null, roles: ['service'] });
    const runs = [bootstrapped([aRequest(), service]), bootstrapped([aRequest(), service])];
    for (const { stdout, stderr, status } of runs) {
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      expect(JSON.parse(stdout)).toEqual({
        lead: expect.stringMatching(/^hub_[\w-]{22}$/),
        service: expect.stringMatching(/^hub_[\w-]{22}$/),
      });
    }
    expect(runs[0]?.stdout).not.toBe(runs[1]?.stdout);
  });

  it('issues nothing when one request is wrong, and says which', () => {
    const { stdout, stderr, status } = bootstrapped([aRequest(), aRequest({ roles: ['root'] })]);
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
    expect(stderr).toContain('#2 TOKEN_ROLE_UNKNOWN');
  });
});

describe('the first administrators', () => {
  it('are issued once, and again only when none of them is left', async () => {
    const asked = ['security-administrator', 'system-administrator'].map((role) =>
      aRequest({ name: role, subject: `first:${role}`, memberUnit: null, roles: [role] }),
    );
    const first = bootstrapped(asked, { BOOTSTRAP_FIRST: '1' });
    expect({ ...JSON.parse(first.stdout) }).toEqual({
      'security-administrator': expect.stringMatching(/^hub_/),
      'system-administrator': expect.stringMatching(/^hub_/),
    });
    const second = bootstrapped(asked, { BOOTSTRAP_FIRST: '1' });
    expect([second.status, second.stdout]).toEqual([1, '']);
    expect(second.stderr).toContain('ADMINISTRATOR_EXISTS');
    await withClient(database.ownerUrl, (owner) => owner.query('update hub.token set revoked_at = now()'));
    expect(bootstrapped(asked, { BOOTSTRAP_FIRST: '1' }).status).toBe(0);
  });
});

describe('the hub as a process', () => {
  it('tells its port, reports itself ready and stops cleanly', async () => {
    const hub = startHub();
    const [message] = await once(hub, 'message');
    const { port } = message as { port: number };
    const health = await fetch(`http://127.0.0.1:${port}/health?ready`);
    expect(await health.json()).toEqual({ status: 'UP', service: 'hub' });
    hub.kill('SIGTERM');
    expect(await once(hub, 'exit')).toEqual([0, null]);
  });

  it('lets no gateway that waits for changes keep it from stopping', async () => {
    const hub = startHub();
    const [message] = await once(hub, 'message');
    const { port } = message as { port: number };
    const path = '/internal/entitlement-changes';
    const ask = (after: number) => {
      const body = JSON.stringify({ after, waitMs: 30_000 });
      const [key] = parseHopKeys('k1:c2VjcmV0');
      const headers = signHop({ target: 'hub', method: 'POST', path, body, viewer: '' }, key!);
      return fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    };
    const { version } = (await (await ask(1_000_000)).json()) as { version: number };
    const waiting = ask(version).then(
      (response) => response.json(),
      () => 'cut off',
    );
    // Once the hub has answered another, it has the first one waiting.
    await ask(1_000_000);
    const startedAt = performance.now();
    hub.kill('SIGTERM');
    expect(await once(hub, 'exit')).toEqual([0, null]);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(await waiting).toEqual({ version, subjects: [] });
  });

  function startHub(): ChildProcess {
    return fork(join(projectRoot, 'subgraphs/hub/main.ts'), {
      cwd: projectRoot,
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: database.appUrl,
        HOP_KEYS: 'k1:c2VjcmV0',
        SUBGRAPH_HEALTH_URLS: '{"hrss":"http://127.0.0.1:1/health"}',
      },
    });
  }
});
