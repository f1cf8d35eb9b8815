import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { copyOut } from '../persistence/copy-stream.ts';
import type { Signer } from '../primitives/signer.ts';
import { BackupRefused } from './backup-refused.ts';
import { databaseErrors, folderErrors } from './backup-errors.ts';
import {
  copyOutStatement,
  type DatabaseShape,
  PLAIN_WRITING,
  quoted,
  readDatabaseShape,
  readSequences,
} from './database-shape.repository.ts';
import { readFeed, readReceiptHeads } from './department-state.repository.ts';
import {
  type BackedUpDatabase,
  type BackedUpTable,
  BACKUP_FORMAT,
  type Manifest,
  MANIFEST_FILE,
  tableName,
  writeManifest,
} from './manifest.ts';
import { type FileDigest, writeRows } from './table-file.ts';

/** A database and how its owner reaches it. */
export interface OwnedDatabase {
  readonly name: string;
  readonly ownerUrl: string;
}

export interface BackupOrder {
  /** In the order in which their snapshots are taken, see `inSnapshotOrder`. */
  readonly databases: readonly OwnedDatabase[];
  readonly folder: string;
  readonly product: string;
  readonly installation: Manifest['installation'];
  readonly signingKeys: Manifest['signingKeys'];
  /** Signs the manifest; null where no key is at hand. */
  readonly signer: Signer | null;
  /** Writes the encrypted keys to a path; null leaves them out. */
  readonly writeKeys: ((path: string) => Promise<FileDigest>) | null;
  readonly signal: AbortSignal;
  say(text: string): void;
}

/** File of the encrypted keys in the folder of a backup. */
const KEYS_FILE = 'keys.json';

/**
 * Evaluation first, the hub last. Who follows others must never be ahead of them: the evaluation's snapshot is the oldest, so
 * that a department has every position of its feed that the evaluation has read, and has locked whatever the evaluation holds
 * a receipt for. The hub's is the youngest, so that it knows every token by which something was done in the others, and every
 * revocation before that. What a department did after the evaluation's snapshot is read from its feed after a restore.
 */
export function inSnapshotOrder<T extends { readonly name: string }>(databases: readonly T[]): T[] {
  const place = (name: string): number => (name === 'evaluation' ? 0 : name === 'hub' ? 2 : 1);
  return [...databases].sort((a, b) => place(a.name) - place(b.name) || (a.name < b.name ? -1 : 1));
}

/**
 * Copies all databases of an installation, which goes on working, into a folder that comes under its name when it is whole.
 * Each database as it was at one instant; writers are not held up, only changes of the structure wait.
 */
export async function writeBackup(order: BackupOrder): Promise<Manifest> {
  const { folder } = order;
  if (existsSync(folder)) throw new BackupRefused(folderErrors.exists(folder));
  const draft = `${folder}.part-${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    const manifest = await fill(draft, order);
    await writeDurably(join(draft, MANIFEST_FILE), writeManifest(manifest, order.signer));
    await syncFolder(draft);
    order.signal.throwIfAborted();
    await rename(draft, folder);
    await syncFolder(dirname(folder));
    return manifest;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw isDiskFull(error) ? new BackupRefused(folderErrors.diskFull(folder)) : error;
  }
}

async function fill(draft: string, order: BackupOrder): Promise<Manifest> {
  const takenAt = new Date().toISOString();
  const clients: pg.Client[] = [];
  try {
    const opened: { name: string; client: pg.Client }[] = [];
    for (const { name, ownerUrl } of inSnapshotOrder(order.databases)) {
      const client = await connect(ownerUrl);
      clients.push(client);
      opened.push({ name, client });
    }
    // Connecting takes longest, so it comes before: the snapshots are then a few milliseconds apart.
    for (const { client } of opened) await takeSnapshot(client);
    const databases = await allOrFirstFault(opened, order.signal, (each, signal) =>
      copyDatabase({ ...each, draft, signal, say: order.say }),
    );
    const keys =
      order.writeKeys === null ? null : { file: KEYS_FILE, ...(await order.writeKeys(join(draft, KEYS_FILE))) };
    const { product, installation, signingKeys } = order;
    return {
      format: BACKUP_FORMAT,
      product,
      takenAt,
      databases,
      installation,
      signingKeys: [...signingKeys],
      keys,
    };
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
}

/** A connection as its owner, on which values are written in one way. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new BackupRefused(databaseErrors.unreachable(error instanceof Error ? error.message : String(error)));
  }
  await client.query(PLAIN_WRITING);
  return client;
}

async function takeSnapshot(client: pg.Client): Promise<void> {
  await client.query('begin isolation level repeatable read read only');
  await client.query('select 1');
}

/** Does all at once; the first fault ends the others, and is told when they have ended. */
export async function allOrFirstFault<T, U>(
  items: readonly T[],
  outer: AbortSignal,
  act: (item: T, signal: AbortSignal) => Promise<U>,
): Promise<U[]> {
  const inner = new AbortController();
  const signal = AbortSignal.any([outer, inner.signal]);
  const faults: unknown[] = [];
  const outcomes = await Promise.all(
    items.map(async (item) => {
      try {
        return await act(item, signal);
      } catch (error) {
        faults.push(error);
        inner.abort();
        return null;
      }
    }),
  );
  if (faults.length > 0) throw faults[0];
  return outcomes.filter((outcome) => outcome !== null);
}

interface CopyOrder {
  readonly name: string;
  readonly client: pg.Client;
  readonly draft: string;
  readonly signal: AbortSignal;
  say(text: string): void;
}

async function copyDatabase({ name, client, draft, signal, say }: CopyOrder): Promise<BackedUpDatabase> {
  const shape = await readDatabaseShape(client, name);
  if (shape.tables.length === 0) throw new BackupRefused(databaseErrors.notMigrated(name));
  await holdStructure(client, shape);
  await mkdir(join(draft, name), { mode: 0o700 });
  const tables: BackedUpTable[] = [];
  for (const table of shape.tables) {
    const file = `${name}/${tableName(table)}.copy.gz`;
    const digest = await writeRows(copyOut(client, copyOutStatement(table)), join(draft, file), signal);
    tables.push({ ...table, file, ...digest });
  }
  await syncFolder(join(draft, name));
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  say(`${name}  ${tables.length} 张表  ${rows} 行`);
  const { server, snapshotAt, migrations, jobQueue, leftOut } = shape;
  return {
    name,
    snapshotAt,
    server,
    migrations: [...migrations],
    jobQueue: jobQueue === null ? null : [...jobQueue],
    tables,
    sequences: await readSequences(client, name),
    leftOut: [...leftOut],
    feed: await readFeed(client),
    receiptHeads: await readReceiptHeads(client),
  };
}

/** Nobody drops or changes a table until the end; rows come and go as ever, seen by others. */
async function holdStructure(client: pg.Client, { tables }: DatabaseShape): Promise<void> {
  await client.query(`lock table ${tables.map(quoted).join(', ')} in access share mode`);
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  await writeAndClose(file, text);
}

async function writeAndClose(file: FileHandle, text: string): Promise<void> {
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Names of files are on the disk only when their folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
