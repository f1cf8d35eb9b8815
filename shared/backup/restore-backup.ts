import { join } from 'node:path';
import type pg from 'pg';
import { migrationNames } from '../../migrations/databases.ts';
import { runMigrations } from '../../migrations/run.ts';
import { copyIn, copyOut } from '../persistence/copy-stream.ts';
import type { Verifier } from '../primitives/signer.ts';
import { BackupRefused } from './backup-refused.ts';
import { databaseErrors } from './backup-errors.ts';
import { copyInStatement, copyOutStatement, readDatabaseShape, readTables } from './database-shape.repository.ts';
import { findBrokenReceipt, readFeed } from './department-state.repository.ts';
import { type BackedUpDatabase, type Manifest, tableName, type TableShape } from './manifest.ts';
import {
  alignParts,
  closeStructure,
  emptyDatabase,
  freeJobs,
  openStructure,
  setSequences,
} from './restored-structure.repository.ts';
import { digestRows, isSame, readRows } from './table-file.ts';
import { allOrFirstFault, connect, type OwnedDatabase } from './write-backup.ts';

export interface RestoreOrder {
  /** A backup that was verified. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Empty databases; each as its owner. */
  readonly databases: readonly OwnedDatabase[];
  /** Public keys by which signatures of receipts are looked at. */
  readonly keys: readonly Verifier[];
  readonly signal: AbortSignal;
  say(text: string): void;
}

/** A restore failed and could not be taken back: the databases are in no state to be used. */
export class LeftBehind extends Error {
  override readonly name = 'LeftBehind';

  constructor(fault: unknown, reason: unknown) {
    super(`${String(fault)}; taking it back failed as well: ${String(reason)}`, { cause: fault });
  }
}

interface Target {
  readonly backup: BackedUpDatabase;
  readonly ownerUrl: string;
  readonly client: pg.Client;
}

/**
 * Loads a backup into empty databases: structure as it was then, rows, and then everything compared with the manifest
 * before anything counts. One transaction for each database; none is committed until all have been found to be right, and
 * after a fault all are as empty as before.
 */
export async function restoreBackup(order: RestoreOrder): Promise<void> {
  const targets: Target[] = [];
  try {
    await openTargets(order, targets);
    for (const target of targets) await refuseForeign(target);
    try {
      await allOrFirstFault(targets, order.signal, (target, signal) => restoreDatabase(target, order, signal));
      for (const { client } of targets) await client.query('commit');
    } catch (error) {
      await allOrFirstFault(targets, new AbortController().signal, takeBack).catch((reason: unknown) => {
        throw new LeftBehind(error, reason);
      });
      throw error;
    }
    // What is asked first must not wait for the statistics.
    for (const { client } of targets) await client.query('analyze');
  } finally {
    await Promise.all(targets.map(({ client }) => client.end().catch(() => undefined)));
  }
}

async function openTargets({ manifest, databases }: RestoreOrder, targets: Target[]): Promise<void> {
  for (const backup of manifest.databases) {
    const ownerUrl = databases.find(({ name }) => name === backup.name)?.ownerUrl;
    if (ownerUrl === undefined) throw new BackupRefused(databaseErrors.missing(backup.name));
    targets.push({ backup, ownerUrl, client: await connect(ownerUrl) });
  }
}

/** Nothing of what is in a database already may be touched, and nothing of what this version does not know be lost. */
async function refuseForeign({ backup: { name, migrations }, client }: Target): Promise<void> {
  const [table] = await readTables(client, name);
  if (table !== undefined) throw new BackupRefused(databaseErrors.notEmpty(name, tableName(table)));
  const known = await migrationNames(name);
  const unknown = migrations.find((migration, index) => known[index] !== migration);
  if (unknown !== undefined) throw new BackupRefused(databaseErrors.newer(name, unknown));
}

async function restoreDatabase(
  { backup, ownerUrl, client }: Target,
  { folder, keys, say }: RestoreOrder,
  signal: AbortSignal,
): Promise<void> {
  const { name, tables, migrations, sequences } = backup;
  await runMigrations(name, ownerUrl, migrations.length);
  await client.query('begin');
  await alignParts(client, backup);
  await compareStructure(client, backup);
  const opened = await openStructure(client, name);
  for (const table of tables) {
    signal.throwIfAborted();
    await copyIn(client, copyInStatement(table), readRows(join(folder, table.file)));
  }
  await closeStructure(client, opened);
  await setSequences(client, sequences);
  await compareContent(client, backup, signal);
  const broken = await findBrokenReceipt(client, keys);
  if (broken !== null)
    throw new BackupRefused(databaseErrors.receiptBroken(broken.memberUnit, broken.sequence, broken.fault));
  await freeJobs(client);
  say(`${name}  ${tables.length} 张表  ${tables.reduce((sum, { rows }) => sum + rows, 0)} 行`);
}

async function compareStructure(client: pg.Client, { name, tables, jobQueue }: BackedUpDatabase): Promise<void> {
  const found = await readDatabaseShape(client, name);
  if (JSON.stringify(found.jobQueue) !== JSON.stringify(jobQueue))
    throw new BackupRefused(databaseErrors.jobQueueDiffers());
  const there = new Map(found.tables.map((table) => [tableName(table), describe(table)]));
  for (const table of tables) {
    if (there.get(tableName(table)) !== describe(table))
      throw new BackupRefused(databaseErrors.structureDiffers(tableName(table)));
    there.delete(tableName(table));
  }
  for (const surplus of there.keys()) throw new BackupRefused(databaseErrors.structureDiffers(surplus));
}

function describe({ columns, key, part }: TableShape): string {
  const named = columns.map(({ name, type }) => `${name} ${type}`).sort();
  return JSON.stringify([named, key, part?.of ?? null, part?.bound ?? null]);
}

async function compareContent(client: pg.Client, backup: BackedUpDatabase, signal: AbortSignal): Promise<void> {
  for (const table of backup.tables) {
    signal.throwIfAborted();
    const found = await digestRows(copyOut(client, copyOutStatement(table)));
    if (!isSame(found, table)) throw new BackupRefused(databaseErrors.contentDiffers(tableName(table)));
  }
  const feed = await readFeed(client);
  if (feed?.position !== backup.feed?.position || feed?.stateHash !== backup.feed?.stateHash)
    throw new BackupRefused(databaseErrors.contentDiffers(`${backup.name}.feed_head`));
}

async function takeBack({ backup, client, ownerUrl }: Target): Promise<void> {
  await client.query('rollback').catch(() => undefined);
  // The connection may have gone with the fault.
  const own = await connect(ownerUrl);
  try {
    await emptyDatabase(own, backup.name);
  } finally {
    await own.end();
  }
}
