import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EmbeddedPostgres } from '../../shared/topology/postgres/embedded-postgres.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { toLocalProcess } from '../testkit/compose-process.ts';
import { ComposeRunner } from '../testkit/compose-runner.ts';
import { type ComposeTopology, readComposeTopology } from '../testkit/compose-topology.ts';
import { buildRuntimeTree } from '../testkit/dockerfile.ts';

/** The steps of the operators' guide with docker-compose.yml, as plain processes: an installation, and an empty machine. */
const folder = mkdtempSync(join(tmpdir(), 'hub-compose-backup-'));
const backups = join(folder, 'backups');
const machines: Machine[] = [];

class Machine {
  private constructor(
    readonly installation: string,
    readonly topology: ComposeTopology,
    readonly postgres: EmbeddedPostgres,
    private readonly runner: ComposeRunner,
  ) {}

  static async prepare(name: string): Promise<Machine> {
    const root = join(folder, name);
    for (const each of ['', 'tmp', 'postgres']) mkdirSync(join(root, each), { mode: 0o711 });
    const installation = join(root, 'installation');
    const topology = readComposeTopology({ HUB_INSTALLATION: installation, HUB_BACKUP_VOLUME: backups });
    const postgres = await EmbeddedPostgres.prepare({
      dataFolder: join(root, 'postgres'),
      installation: root,
      password: 'of the first minute',
      logFile: join(root, 'postgres.log'),
      startTimeoutMs: 120_000,
    });
    await postgres.start();
    const ports = new Map([['postgres', Number(new URL(postgres.adminUrl).port)]]);
    const place = { ports, temporary: join(root, 'tmp'), root: join(folder, 'image') };
    const runner = new ComposeRunner((each) => toLocalProcess(each, topology, place));
    const machine = new Machine(installation, topology, postgres, runner);
    machines.push(machine);
    return machine;
  }

  run(service: string, ...parameters: string[]): Promise<{ code: number | null; output: string }> {
    return this.runner.run(this.topology.service(service), parameters);
  }

  /** What the image of PostgreSQL does with its file when it makes the cluster. */
  async takePassword(): Promise<void> {
    const password = readFileSync(this.topology.secretFiles['postgres_password'] ?? '', 'utf8');
    await withClient(this.postgres.adminUrl, (admin) => admin.query(`ALTER ROLE postgres PASSWORD '${password}'`));
  }

  tokens(): Promise<unknown[]> {
    const url = readFileSync(this.topology.secretFiles['hub_database_url'] ?? '', 'utf8');
    return withClient(url, async (app) => (await app.query('select id, subject from token order by id')).rows);
  }
}

beforeAll(async () => {
  chmodSync(folder, 0o711);
  for (const name of ['image', 'backups']) mkdirSync(join(folder, name), { mode: 0o711 });
  buildRuntimeTree(join(folder, 'image'));
}, 300_000);

afterAll(async () => {
  for (const { postgres } of machines) {
    await postgres.stop();
    postgres.remove();
  }
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

it('backs up by one command, and restores into an empty installation: keys, files made of them, rows', async () => {
  const first = await Machine.prepare('first');
  expect((await first.run('secrets')).code).toBe(0);
  await first.takePassword();
  for (const task of ['provision', 'migrate', 'tokens']) expect(await first.run(task)).toMatchObject({ code: 0 });
  const files = readdirSync(first.installation, { recursive: true });
  const backup = await first.run('backup');
  expect(backup, backup.output).toMatchObject({ code: 0, output: expect.stringContaining('已备份到') });
  expect(readdirSync(first.installation, { recursive: true })).toEqual(files);
  const [name = ''] = readdirSync(backups);
  expect(name).toMatch(/^hub-backup-\d{8}T\d{6}\+0800$/);
  const verified = await first.run('backup', 'verify', join(backups, name));
  expect(verified, verified.output).toMatchObject({ code: 0, output: expect.stringContaining('备份完整') });
  // What the operator keeps elsewhere.
  cpSync(first.topology.secretFiles['backup_passphrase'] ?? '', join(folder, 'passphrase'));
  const tokens = await first.tokens();
  expect(tokens.length).toBeGreaterThan(0);

  const second = await Machine.prepare('second');
  const node = second.topology.service('secrets');
  const restoreKeys = new ComposeRunner((each) =>
    toLocalProcess(
      { ...each, command: ['node', 'dist/gateway/cli/main.js', 'restore', join(backups, name), '--keys-only'] },
      second.topology,
      { ports: new Map(), temporary: join(folder, 'second/tmp'), root: join(folder, 'image') },
    ),
  );
  const keys = await restoreKeys.run(node, ['--passphrase-file', join(folder, 'passphrase')]);
  expect(keys, keys.output).toMatchObject({ code: 0, output: expect.stringContaining('已放回密钥') });
  // In containers the server has the same name on every machine; here its port is another one, and is in these files.
  rmSync(join(second.installation, 'files'), { recursive: true });
  expect((await second.run('secrets')).code).toBe(0);
  await second.takePassword();
  const restored = await second.run('restore', join(backups, name));
  expect(restored, restored.output).toMatchObject({ code: 0, output: expect.stringContaining('已恢复，逐表核对一致') });
  for (const task of ['provision', 'migrate', 'tokens']) expect(await second.run(task)).toMatchObject({ code: 0 });
  expect(await second.tokens()).toEqual(tokens);
  // Where something is already, nothing is restored.
  expect((await second.run('restore', join(backups, name))).output).toContain('DATABASE_NOT_EMPTY');
}, 600_000);
