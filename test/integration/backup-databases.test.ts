import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBackup, verifyBackup } from '../../shared/backup/verify-backup.ts';
import { type Manifest, tableName, writeManifest } from '../../shared/backup/manifest.ts';
import { inSnapshotOrder, type OwnedDatabase } from '../../shared/backup/write-backup.ts';
import { readFeedState } from '../../shared/department/change-feed/feed-state.ts';
import { findChainFault } from '../../shared/department/receipt/receipt.ts';
import { readChain } from '../../shared/department/receipt/receipt.repository.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { departmentEntities } from '../../shared/department/department-entities.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import { createEd25519Signer, type Signer } from '../../shared/primitives/signer.ts';
import { urlOf, withClient } from '../../shared/topology/provision.ts';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';
import { aViewer } from '../testkit/viewers.ts';
import { BackupWorld, ownedBy, refusalOf } from './backup-world.ts';

let world: BackupWorld;
let department: TestDepartment;
let hub: TestDatabase;
let evaluation: TestDatabase;
let databases: OwnedDatabase[];
let manifest: Manifest;

const PUBLISH = `mutation ($input: PublishHrssObservationsInput!) {
  publishHrssObservations(input: $input) { receipt { sequence hash } errors { code } }
}`;

async function publish(to: TestDepartment, period: number | string, value: number) {
  const observations = [
    { subject: '110106', measure: 'migrants-served', period: String(period), dimensions: [], value },
  ];
  const answer = await to.ask(aViewer('hrss'), PUBLISH, { input: { idempotencyKey: newId(), observations } });
  expect([answer.errors, answer.data?.publishHrssObservations.errors]).toEqual([[], []]);
}

/** Copies the sound backup under another name, to spoil it. */
function copyOf(name: string): string {
  cpSync(world.path('sound'), world.path(name), { recursive: true });
  return world.path(name);
}

/** Of every table its content, whatever it is called. */
function hashesOf({ databases: all }: Manifest): unknown[] {
  return all.flatMap(({ name, tables }) => tables.map((table) => [name, tableName(table), table.rows, table.sha256]));
}

beforeAll(async () => {
  world = new BackupWorld();
  [department, hub, evaluation] = await Promise.all([
    startDepartment(hrss),
    createServiceDatabase('hub'),
    createServiceDatabase('evaluation'),
  ]);
  databases = [
    { name: 'hub', ownerUrl: hub.ownerUrl },
    { name: 'hrss', ownerUrl: department.database.ownerUrl },
    { name: 'evaluation', ownerUrl: evaluation.ownerUrl },
  ];
  for (const period of ['2010-Q1', '2010-Q2', '2010-Q3']) await publish(department, period, 100);
  // What retention does over the years: a month taken out but not dropped yet, another dropped, a job some worker holds.
  await withClient(department.database.ownerUrl, async (owner) => {
    await owner.query('alter table audit detach partition audit_202601; drop table audit_202602');
    await owner.query(`create table audit_203001 partition of audit for values from ('2030-01-01') to ('2030-02-01')`);
    await owner.query(
      'create trigger is_never_emptied before truncate on audit_203001 for each statement execute function refuse_change_of_audit()',
    );
  });
  await withClient(evaluation.ownerUrl, (owner) =>
    owner.query(
      `select graphile_worker.add_job('recalculate', '{}'::json);
       update graphile_worker._private_jobs set locked_at = now(), locked_by = 'a worker of old'`,
    ),
  );
  manifest = await world.back('sound', databases, {
    signingKeys: [{ service: 'hrss', id: department.signer.keyId, publicKey: department.signer.publicKey }],
    signer: department.signer,
  });
});
afterAll(async () => {
  await department.close();
  await Promise.all([hub.drop(), evaluation.drop()]);
  await world.close();
});

describe('a backup', { timeout: 120_000 }, () => {
  it('takes its snapshots so that nobody who follows others is ahead of them', () => {
    expect(
      inSnapshotOrder(['hub', 'union', 'evaluation', 'hrss'].map((name) => ({ name }))).map(({ name }) => name),
    ).toEqual(['evaluation', 'hrss', 'union', 'hub']);
    const instants = manifest.databases.map(({ snapshotAt }) => Date.parse(snapshotAt));
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
  });

  it('says where feed and receipts stand, and what was left out', async () => {
    const found = manifest.databases.find(({ name }) => name === 'hrss');
    expect(found?.feed).toEqual(await readFeedState(department.dataSource.manager));
    const chain = await readChain(department.dataSource.manager, 'hrss');
    const { sequence, hash, signedBy } = chain.at(-1) ?? {};
    expect(found?.receiptHeads).toEqual([{ memberUnit: 'hrss', sequence: String(sequence), hash, signedBy }]);
    expect(found?.leftOut).toContain('hrss.staged_piece');
    expect((await verifyBackup(world.path('sound'), [department.signer])).signedBy).toBe(department.signer.keyId);
  });

  it('restored into empty databases is the same in every table, and the chain of receipts goes on', async () => {
    const targets = await world.restore('sound', manifest, { keys: [department.signer] });
    const again = await world.back('again', ownedBy(manifest, targets));
    const jobs = 'graphile_worker._private_jobs';
    const withoutJobs = (all: unknown[]): unknown[] => all.filter((each) => !JSON.stringify(each).includes(jobs));
    expect(withoutJobs(hashesOf(again))).toEqual(withoutJobs(hashesOf(manifest)));
    expect(again.databases.map(({ sequences }) => sequences)).toEqual(manifest.databases.map((each) => each.sequences));
    const [evaluated, restored] = targets;
    const held = await withClient(evaluated?.ownerUrl ?? '', (owner) => owner.query(`select locked_by from ${jobs}`));
    expect(held.rows).toEqual([{ locked_by: null }]);
    const url = restored?.appUrl ?? '';
    const dataSource = await openDataSource({ service: 'hrss', url, entities: departmentEntities, log });
    try {
      const chain = await readChain(dataSource.manager, 'hrss');
      expect(chain).toEqual(await readChain(department.dataSource.manager, 'hrss'));
      expect(findChainFault(chain, department.signer)).toBeNull();
      // Guards stand again, also on a month that was made for the restore.
      const emptying = dataSource.query('truncate audit_203001').catch((error: Error) => error.message);
      expect(await emptying).toContain('permission denied');
    } finally {
      await dataSource.destroy();
    }
    const guard = withClient(restored?.ownerUrl ?? '', (owner) => owner.query('truncate audit_203001'));
    await expect(guard).rejects.toThrow('append-only');
    const deleting = withClient(restored?.ownerUrl ?? '', (owner) => owner.query('delete from audit'));
    await expect(deleting).rejects.toThrow('append-only');
  });

  it('has for its foreign keys, triggers and grants what the migrations made', async () => {
    const targets = await world.restore('sound', departmentsOf(manifest));
    const structure = `select
      (select json_agg(concat(conrelid::regclass, conname, pg_get_constraintdef(oid)) order by conrelid::regclass::text, conname) from pg_constraint
       where connamespace = 'hrss'::regnamespace) as constraints,
      (select json_agg(concat(tgrelid::regclass, tgname, tgenabled) order by tgrelid::regclass::text, tgname) from pg_trigger
       where not tgisinternal) as triggers,
      (select json_agg(concat(relname, relacl) order by relname) from pg_class
       where relnamespace = 'hrss'::regnamespace) as grants`;
    const [restored] = targets;
    const [then, now] = await Promise.all(
      [department.database.ownerUrl, restored?.ownerUrl ?? ''].map((url) =>
        withClient(url, async (owner) => (await owner.query(structure)).rows[0]),
      ),
    );
    expect(now.constraints).toEqual(then.constraints);
    expect(now.triggers).toEqual(then.triggers);
    expect(now.grants.filter((each: string) => !each.startsWith('audit_202601'))).toEqual(
      then.grants.filter((each: string) => !each.startsWith('audit_202601')),
    );
  });

  it('made while units report holds each department as it was at one instant, and holds nobody up', async () => {
    let isDone = false;
    let published = 0;
    const writer = (async () => {
      for (; !isDone; published += 1) {
        const period = `${1950 + Math.floor(published / 4)}-Q${1 + (published % 4)}`;
        await publish(department, period, 100 + published);
      }
    })();
    const during = await world.back('during', databases);
    const count = published;
    isDone = true;
    await writer;
    expect(count).toBeGreaterThan(0);
    const found = during.databases.find(({ name }) => name === 'hrss');
    const rows = (table: string) =>
      found?.tables.filter(({ name }) => name.startsWith(table)).reduce((sum, each) => sum + each.rows, 0);
    // One publication is one receipt, one mark of the feed and one event, in every table or in none.
    expect(rows('receipt')).toBe(rows('feed_mark'));
    expect(found?.feed?.position).toBe(String(rows('change')));
    await world.restore('during', departmentsOf(during), { keys: [department.signer] });
  });
});

const log = createLogger('test', 'silent');

describe('a folder that is not the backup that was written', () => {
  it.each<[string, string, (folder: string, file: string) => void]>([
    ['has no manifest', 'NOT_A_BACKUP', (folder) => rmSync(join(folder, 'manifest.json'))],
    [
      'has something else for a manifest',
      'NOT_A_BACKUP',
      (folder) => writeFileSync(join(folder, 'manifest.json'), '{}'),
    ],
    [
      'has a manifest of another form',
      'BACKUP_FORMAT_UNKNOWN',
      (folder) => edit(folder, 'hub-backup-1', 'hub-backup-9'),
    ],
    [
      'has a manifest in which a count was changed',
      'MANIFEST_CHANGED',
      (folder) => edit(folder, '"rows": 3', '"rows": 4'),
    ],
    [
      'has a blank more in its manifest',
      'MANIFEST_CHANGED',
      (folder) => appendFileSync(join(folder, 'manifest.json'), ' '),
    ],
    ['lacks a file', 'BACKUP_FILE_MISSING', (_folder, file) => rmSync(file)],
    ['has a file that was cut', 'BACKUP_FILE_TRUNCATED', (_folder, file) => truncateSync(file, 30)],
    ['has one byte changed in a file', 'BACKUP_FILE_CHANGED', (_folder, file) => flip(file, 30)],
    ['has one byte changed in the head of a file', 'BACKUP_FILE_CHANGED', (_folder, file) => flip(file, 9)],
  ])('%s: %s', async (name, code, spoil) => {
    const folder = copyOf(name.replaceAll(' ', '-'));
    spoil(folder, join(folder, 'hrss/hrss.receipt.copy.gz'));
    expect(await refusalOf(verifyBackup(folder, []))).toBe(code);
  });

  it('is signed by somebody else', async () => {
    const other = anotherKey();
    expect(await refusalOf(verifyBackup(world.path('sound'), [other]))).toBe('MANIFEST_SIGNATURE_WRONG');
    const forged = copyOf('forged');
    writeFileSync(join(forged, 'manifest.json'), writeManifest(manifest, other));
    expect(await refusalOf(openBackup(forged, [department.signer]))).toBe('MANIFEST_SIGNATURE_WRONG');
    writeFileSync(join(forged, 'manifest.json'), writeManifest(manifest, null));
    expect(await refusalOf(openBackup(forged, [department.signer]))).toBe('MANIFEST_SIGNATURE_WRONG');
  });
});

describe('a restore', { timeout: 120_000 }, () => {
  it('is refused where a database has a table already, by its name', async () => {
    const [first, ...rest] = await world.targetsOf(manifest);
    await withClient(first?.ownerUrl ?? '', (owner) => owner.query('create table evaluation.note (text text)'));
    const restoring = world.restore('sound', manifest, {
      databases: ownedBy(manifest, first ? [first, ...rest] : rest),
    });
    await expect(restoring).rejects.toThrow('it has the table evaluation.note');
    for (const { ownerUrl } of rest) expect(await tablesIn(ownerUrl)).toBe(0);
  });

  it('is refused of a newer version, and of a database that nobody named', async () => {
    const newer = structuredClone(manifest);
    newer.databases[1]?.migrations.push('CreateTheFuture9999999999999');
    expect(await refusalOf(world.restore('sound', newer))).toBe('BACKUP_NEWER');
    expect(await refusalOf(world.restore('sound', manifest, { databases: [] }))).toBe('DATABASE_MISSING');
  });

  it('leaves nothing behind where the rows are not those of the manifest', async () => {
    const wrong = structuredClone(departmentsOf(manifest));
    const table = wrong.databases[0]?.tables.find(({ name }) => name === 'receipt');
    if (table) table.sha256 = '0'.repeat(64);
    await expectTakenBack('sound', wrong, 'RESTORED_DIFFERS');
  });

  it('leaves nothing behind where a receipt was changed before it was backed up', async () => {
    const small = departmentsOf(manifest);
    const targets = await world.restore('sound', small);
    const owned = ownedBy(small, targets);
    await withClient(targets[0]?.ownerUrl ?? '', (owner) =>
      owner.query(`update receipt set content = replace(content, '"rowCount":1', '"rowCount":2') where sequence = 2`),
    );
    const tampered = await world.back('tampered', owned);
    await expectTakenBack('tampered', tampered, 'RECEIPTS_NOT_SOUND');
  });

  it('leaves nothing behind where a file breaks off while it is loaded', async () => {
    const folder = copyOf('breaking');
    truncateSync(join(folder, 'hrss/hrss.receipt.copy.gz'), 60);
    await expectTakenBack('breaking', departmentsOf(manifest), null);
  });
});

describe('a backup that fails', { timeout: 60_000 }, () => {
  it('leaves no folder, under its name or another', async () => {
    const [target] = await world.targetsOf(manifest);
    const empty = [{ name: 'evaluation', ownerUrl: target?.ownerUrl ?? '' }];
    expect(await refusalOf(world.back('none', empty))).toBe('DATABASE_EMPTY');
    expect(await refusalOf(world.back('sound', databases))).toBe('BACKUP_EXISTS');
    const nowhere = [{ name: 'hrss', ownerUrl: 'postgres://hrss_owner:x@127.0.0.1:1/hrss' }];
    expect(await refusalOf(world.back('nowhere', nowhere))).toBe('DATABASE_UNREACHABLE');
    const full = async () => {
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    };
    expect(await refusalOf(world.back('full', databases, { writeKeys: full }))).toBe('DISK_FULL');
    await expect(world.back('stopped', databases, { signal: AbortSignal.abort() })).rejects.toThrow();
    const names = readdirSync(world.folder).filter((name) => /none|nowhere|full|stopped|part-/.test(name));
    expect(names).toEqual([]);
  });
});

/** Of the departments alone, which is quicker. */
function departmentsOf(whole: Manifest): Manifest {
  return { ...whole, databases: whole.databases.filter(({ name }) => name === 'hrss') };
}

async function expectTakenBack(name: string, wrong: Manifest, code: string | null): Promise<void> {
  const targets = await world.targetsOf(wrong);
  const restoring = world.restore(name, wrong, { databases: ownedBy(wrong, targets), keys: [department.signer] });
  if (code === null) await expect(restoring).rejects.toThrow();
  else expect(await refusalOf(restoring)).toBe(code);
  for (const { ownerUrl } of targets) expect(await tablesIn(ownerUrl)).toBe(0);
  // What was taken back can be tried again at once.
  await world.restore('sound', departmentsOf(manifest), { databases: ownedBy(wrong, targets) });
}

async function tablesIn(ownerUrl: string): Promise<number> {
  const found = await withClient(
    urlOf(inject('postgresUrl'), { database: new URL(ownerUrl).pathname.slice(1) }),
    (admin) =>
      admin.query(
        `select count(*)::int as count from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
      ),
  );
  return found.rows[0].count;
}

function anotherKey(): Signer {
  const { privateKey } = generateKeyPairSync('ed25519');
  return createEd25519Signer(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}

function edit(folder: string, from: string, to: string): void {
  const path = join(folder, 'manifest.json');
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes.writeUInt8((bytes[at] ?? 0) ^ 1, at);
  writeFileSync(file, bytes);
}
