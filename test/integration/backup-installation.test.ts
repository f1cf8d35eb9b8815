import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../shared/primitives/identifiers.ts';
import { type Ended, runHub } from '../testkit/hub-command.ts';
import { HubProcess } from '../testkit/hub-process.ts';

let hub: HubProcess;
let restored: HubProcess;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub-operator-'));
  writeFileSync(join(folder, 'passphrase'), 'correct horse battery staple\n');
  hub = await HubProcess.prepare();
  restored = await HubProcess.prepare();
  await hub.start({ HUB_DEMO: 'on' });
}, 300_000);

afterAll(async () => {
  await Promise.all([hub.stop(), restored.stop()]);
  hub.remove();
  restored.remove();
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

// biome-ignore lint/suspicious/noExplicitAny: answers are read by path in tests
type Json = any;

function hubCommand(parameters: readonly string[], dataFolder: string): Promise<Ended> {
  return runHub(['--format', 'json', ...parameters], { folder, environment: { HUB_DATA: dataFolder } });
}

async function codeOf(parameters: readonly string[], dataFolder: string): Promise<string> {
  const { code, stdout } = await hubCommand(parameters, dataFolder);
  const { error }: Json = JSON.parse(stdout);
  expect(code, stdout).toBe(error === null ? 0 : 1);
  return error?.code ?? 'DONE';
}

const SCORES = `{ subject(code: "110106") {
  now: evaluation(year: 2025) { score { value low high isComplete } missing { memberUnit { code } } pillars { weight }
    indicators(first: 100) { edges { node { indicator { key } evidence { value receivedAt } } } } }
  past: evaluation(year: 2024) { score { value low high } } } }`;

const PUBLISH = `mutation ($input: PublishHrssObservationsInput!) {
  publishHrssObservations(input: $input) { receipt { sequence previousHash } errors { code } } }`;

async function publish(to: HubProcess, token: string, value: string): Promise<Json> {
  const row = { subject: '110106', measure: 'migrants-served', period: '1999-Q1', dimensions: [], value };
  const explained = { ...row, explanation: '统计口径调整' };
  const input = { idempotencyKey: newId(), observations: [explained] };
  const { body } = await to.ask(token, PUBLISH, { input });
  return body.data?.publishHrssObservations ?? body;
}

describe('an installation that burns down', { timeout: 400_000 }, () => {
  it('comes back from a backup made while it worked: scores, tokens, receipts, and what was revoked', async () => {
    const lead = hub.token('lead');
    const before = await hub.ask(lead, SCORES);
    expect(before.body.errors).toBeUndefined();
    const revoked = await revokedToken();
    expect((await hub.ask(revoked, '{ frameworks { code } }')).status).toBe(401);
    const first = await publish(hub, hub.token('hrss'), '100');
    expect(first.errors).toEqual([]);
    const withKeys = ['--with-keys', '--passphrase-file', 'passphrase'];
    expect(await codeOf(['backup', '--output', 'full', ...withKeys], hub.dataFolder)).toBe('DONE');
    expect(await codeOf(['backup', '--output', 'bare'], hub.dataFolder)).toBe('DONE');
    expect(await codeOf(['backup', '--output', 'bare'], hub.dataFolder)).toBe('BACKUP_EXISTS');
    expect(await codeOf(['backup', '--output', 'open', '--with-keys'], hub.dataFolder)).toBe('PASSPHRASE_MISSING');
    // Onto what runs nothing is restored, and it is said before anything is looked at.
    expect(await codeOf(['restore', 'full', '--passphrase-file', 'passphrase'], hub.dataFolder)).toBe('HUB_RUNNING');
    expect(await codeOf(['restore', 'full', '--keys-only'], hub.dataFolder)).toBe('HUB_RUNNING');
    const refused = await runHub(['restore', 'full'], { folder, environment: { HUB_DATA: hub.dataFolder } });
    expect(refused.stderr).toContain(`http://127.0.0.1:${hub.port}`);
    expect(refused.stderr).toContain('办法：用 HUB_DATA 指明另一个空的数据目录再恢复');
    expect(existsSync(join(hub.dataFolder, 'RESTORING'))).toBe(false);
    expect((await hub.ask(lead, SCORES)).body).toEqual(before.body);
    await hub.stop();

    // The server is down: its database is started for the backup.
    expect(await codeOf(['backup', '--output', 'cold'], hub.dataFolder)).toBe('DONE');
    expect(await codeOf(['backup', 'verify', 'cold'], folder)).toBe('DONE');

    const target = restored.dataFolder;
    expect(await codeOf(['restore', 'bare'], target)).toBe('KEYS_MISSING');
    expect(await codeOf(['restore', 'full'], target)).toBe('PASSPHRASE_MISSING');
    const restoring = codeOf(['restore', 'full', '--passphrase-file', 'passphrase'], target);
    // Killed from here on, even before there is a database, it is told from a hub that may start.
    await expect.poll(() => existsSync(join(target, 'RESTORING')), { timeout: 60_000, interval: 20 }).toBe(true);
    expect(existsSync(join(target, 'postgres/PG_VERSION'))).toBe(false);
    expect(await restoring).toBe('DONE');
    expect(existsSync(join(target, 'RESTORING'))).toBe(false);
    expect(await codeOf(['restore', 'full', '--passphrase-file', 'passphrase'], target)).toBe('DATABASE_NOT_EMPTY');
    for (const file of ['secrets.json', 'keys/hrss.pem', 'tokens.json', 'state.json'])
      expect(readFileSync(join(target, file), 'utf8')).toBe(readFileSync(join(hub.dataFolder, file), 'utf8'));

    await restored.start();
    expect(restored.output).not.toContain('demo data');
    const after = await restored.ask(lead, SCORES);
    expect(after.body).toEqual(before.body);
    expect((await restored.ask(revoked, '{ frameworks { code } }')).status).toBe(401);
    const next = await publish(restored, hub.token('hrss'), '90');
    expect(next).toMatchObject({ errors: [], receipt: { sequence: first.receipt.sequence + 1 } });
    const environment = { HUB_DATA: target, HUB_URL: `http://127.0.0.1:${restored.port}`, HUB_TOKEN: lead };
    const exported = await runHub(['receipts', 'export', '--unit', 'hrss', '--output', 'r.ndjson'], {
      folder,
      environment,
    });
    expect(exported.stderr).toBe('');
    expect((await runHub(['verify', 'receipts', 'r.ndjson'], { folder })).code).toBe(0);
    await expect
      .poll(async () => (await restored.ask(lead, FOLLOWED)).body.data?.subject?.observations?.edges, {
        timeout: 60_000,
      })
      .toEqual([{ node: { value: '90' } }]);
  });

  it('refuses what is no place to restore to, and what is no installation', async () => {
    const other = join(folder, 'other');
    mkdirSync(join(other, 'keys'), { recursive: true });
    const foreign = readFileSync(join(hub.dataFolder, 'keys/sasac.pem'));
    writeFileSync(join(other, 'keys/hrss.pem'), foreign);
    expect(await codeOf(['restore', 'full', '--passphrase-file', 'passphrase'], other)).toBe(
      'KEYS_OF_ANOTHER_INSTALLATION',
    );
    rmSync(join(other, 'keys'), { recursive: true });
    writeFileSync(join(other, 'state.json'), '{"demo":"off","demoLoaded":null}');
    expect(await codeOf(['restore', 'full', '--passphrase-file', 'passphrase'], other)).toBe('DEMO_MISMATCH');
    expect(await codeOf(['backup', '--output', 'x'], other)).toBe('NO_INSTALLATION');
    expect(await codeOf(['restore', 'nowhere'], other)).toBe('NOT_A_BACKUP');
    writeFileSync(join(folder, 'wrong'), 'not the right passphrase');
    const empty = join(folder, 'empty');
    expect(await codeOf(['restore', 'full', '--passphrase-file', 'wrong'], empty)).toBe('PASSPHRASE_WRONG');
    expect(await codeOf(['restore', 'bare', '--keys-only'], empty)).toBe('NO_KEYS_IN_BACKUP');
    expect(await codeOf(['restore', 'full', '--keys-only', '--passphrase-file', 'passphrase'], empty)).toBe('DONE');
    expect(readFileSync(join(empty, 'keys/hub.pem'))).toEqual(readFileSync(join(hub.dataFolder, 'keys/hub.pem')));
  });
});

const FOLLOWED = `{ subject(code: "110106") { observations(filter: { period: "1999-Q1", measures: ["migrants-served"] }, first: 5) { edges { node { value } } } } }`;

/** A token that was issued and revoked, as an administrator does it. */
async function revokedToken(): Promise<string> {
  const environment = {
    HUB_DATA: hub.dataFolder,
    HUB_URL: `http://127.0.0.1:${hub.port}`,
    HUB_TOKEN: hub.token('security-administrator'),
  };
  const options = ['--role', 'integrator', '--purpose', '备份演练', '--days', '1'];
  const created = await runHub(['--format', 'json', 'token', 'create', ...options], { folder, environment });
  const { data }: Json = JSON.parse(created.stdout);
  const ended = await runHub(['token', 'revoke', data.id], { folder, environment });
  expect(ended.code, ended.stderr).toBe(0);
  return data.token;
}
