import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EmbeddedPostgres } from '../../shared/topology/postgres/embedded-postgres.ts';
import { isSameProcessAlive, identifyProcess } from '../../shared/topology/process/process-identity.ts';
import { provisionDatabase, withClient } from '../../shared/topology/provision.ts';

let dataFolder: string;
const running: EmbeddedPostgres[] = [];

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'hub-embedded-'));
  chmodSync(dataFolder, 0o711);
});

afterEach(async () => {
  for (const server of running.splice(0)) {
    await server.stop();
    server.remove();
  }
  rmSync(dataFolder, { recursive: true, force: true });
});

async function prepare(): Promise<EmbeddedPostgres> {
  const server = await EmbeddedPostgres.prepare({
    dataFolder,
    installation: 'test',
    password: 'secret',
    logFile: join(dataFolder, 'postgres.log'),
    startTimeoutMs: 30_000,
  });
  running.push(server);
  return server;
}

const PASSWORDS = { owner: 'one', app: 'two', maintenance: 'three' };
const HRSS = { service: 'hrss', database: 'hrss', passwords: PASSWORDS };

it('starts durable, keeps its data over a restart and provisions twice without a change', async () => {
  const first = await prepare();
  await first.start();
  const urls = await provisionDatabase(first.adminUrl, HRSS);
  await withClient(urls.owner, (owner) =>
    owner.query('CREATE TABLE figure AS SELECT 1 AS value; GRANT SELECT ON figure TO hrss_app'),
  );
  await first.stop();

  const second = await prepare();
  await second.start();
  const again = await provisionDatabase(second.adminUrl, HRSS);
  const seen = await withClient(again.app, async (app) => {
    const settings = await app.query<{ name: string; setting: string }>(
      `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name`,
    );
    return {
      settings: settings.rows.map((row) => row.setting),
      values: (await app.query('SELECT value FROM figure')).rows,
    };
  });
  expect(seen).toEqual({ settings: ['on', 'on', 'on'], values: [{ value: 1 }] });
});

it('lets the app role in, but neither make tables nor read what no migration granted', async () => {
  const server = await prepare();
  await server.start();
  const urls = await provisionDatabase(server.adminUrl, HRSS);
  await withClient(urls.owner, (owner) => owner.query('CREATE TABLE figure (value int)'));
  await withClient(urls.app, async (app) => {
    await expect(app.query('CREATE TABLE other (value int)')).rejects.toMatchObject({ code: '42501' });
    await expect(app.query('SELECT * FROM figure')).rejects.toMatchObject({ code: '42501' });
    expect((await app.query('SELECT current_schema() AS name')).rows).toEqual([{ name: 'hrss' }]);
  });
});

it('stops the server of a killed run before it starts its own', async () => {
  const orphan = await prepare();
  await orphan.start();
  const identity = identifyProcess(orphan.pid!)!;
  const next = await prepare();
  expect(isSameProcessAlive(identity)).toBe(false);
  expect(next.notices.join()).toContain('an earlier run had left behind');
  await next.start();
  await withClient(next.adminUrl, (admin) => admin.query('SELECT 1'));
});

it('does not mistake a stranger for its server when a stale note names a reused number', async () => {
  const server = await prepare();
  const cluster = join(dataFolder, 'postgres');
  writeFileSync(join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n1\n5432\n`);
  const next = await prepare();
  expect(next.notices).toEqual(server.notices);
  await next.start();
});

it('tells of a crash and starts again on the same port with everything that was committed', async () => {
  const server = await prepare();
  const crashed = new Promise<string>((resolve) => void server.start(resolve).catch(resolve));
  await expect.poll(async () => withClient(server.adminUrl, () => Promise.resolve(true)).catch(() => false)).toBe(true);
  const url = server.adminUrl;
  await withClient(url, (admin) => admin.query('CREATE TABLE kept AS SELECT 7 AS value'));
  process.kill(server.pid!, 'SIGKILL');
  expect(await crashed).toBe('signal SIGKILL');
  await expect
    .poll(
      () =>
        server.start().then(
          () => 'up',
          () => 'not yet',
        ),
      { timeout: 20_000 },
    )
    .toBe('up');
  expect(server.adminUrl).toBe(url);
  expect(await withClient(url, async (admin) => (await admin.query('SELECT value FROM kept')).rows)).toEqual([
    { value: 7 },
  ]);
});

it('refuses a data folder of another PostgreSQL with a clear message', async () => {
  await prepare();
  const version = join(dataFolder, 'postgres', 'PG_VERSION');
  const found = readFileSync(version, 'utf8').trim();
  writeFileSync(version, '13\n');
  await expect(prepare()).rejects.toThrow(`was made by PostgreSQL 13, installed is ${found}`);
});
