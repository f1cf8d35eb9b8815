import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeDataFolder } from '../config/data-folder.ts';
import { projectRoot } from '../config/project-root.ts';
import { InstallationRecord } from '../topology/installation-state.ts';
import { BackupRefused } from './backup-refused.ts';
import { keyErrors } from './backup-errors.ts';
import type { BackupConfig } from './config.ts';
import { openForBackup, openForRestore, refuseRunningHub } from './installation.ts';
import { readPassphrase, unpackKeyArchive, writeKeyArchive } from './key-archive.ts';
import type { Manifest } from './manifest.ts';
import { LeftBehind, restoreBackup } from './restore-backup.ts';
import { compareKeys, publicKeysOf, readSigners, readTrusted, verifiersOf } from './signing-keys.ts';
import { verifyBackup } from './verify-backup.ts';
import { writeBackup } from './write-backup.ts';

/** How a command tells of its progress, and is told to give up. */
export interface Course {
  readonly signal: AbortSignal;
  say(text: string): void;
}

export interface BackupOptions {
  readonly folder: string;
  readonly withKeys: boolean;
  readonly passphraseFile: string | undefined;
}

/** What a command has to report of a backup. */
export interface BackupReport {
  readonly folder: string;
  readonly product: string;
  readonly takenAt: string;
  readonly databases: readonly { readonly name: string; readonly tables: number; readonly rows: number }[];
  readonly hasKeys: boolean;
  /** Which key signed the manifest; null for none. */
  readonly signedBy: string | null;
}

const packageSchema = z.object({ version: z.string() });

/** Backs up the installation that the environment names. */
export async function runBackup(config: BackupConfig, options: BackupOptions, course: Course): Promise<BackupReport> {
  const { dataFolder, ownerUrls } = config;
  const { folder, passphraseFile } = options;
  const withKeys = options.withKeys || config.passphrase !== undefined;
  if (withKeys && ownerUrls !== undefined) throw new BackupRefused(keyErrors.keysNotHere());
  const passphrase = withKeys ? readPassphrase(passphraseFile, config.passphrase) : null;
  const { version } = packageSchema.parse(JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')));
  const installation = await openForBackup(config, course.say);
  try {
    const signers = ownerUrls === undefined ? readSigners(dataFolder) : new Map();
    const signer = signers.get('hub') ?? null;
    const manifest = await writeBackup({
      databases: installation.databases,
      folder,
      product: version,
      installation: ownerUrls === undefined ? new InstallationRecord(dataFolder).read() : natureOf(config),
      signingKeys: publicKeysOf(signers),
      signer,
      writeKeys: passphrase === null ? null : async (path) => writeKeyArchive(dataFolder, passphrase, path),
      ...course,
    });
    return report(folder, manifest, signer?.keyId ?? null);
  } finally {
    await installation.close();
  }
}

/** Looks at every byte of a backup, without any database. */
export async function runVerify(folder: string, keyFiles: readonly string[]): Promise<BackupReport> {
  const { manifest, signedBy } = await verifyBackup(folder, readTrusted(keyFiles));
  return report(folder, manifest, signedBy);
}

export interface RestoreOptions {
  readonly folder: string;
  readonly passphraseFile: string | undefined;
  readonly keyFiles: readonly string[];
  /** Goes on with other keys than those that were backed up. */
  readonly withNewKeys: boolean;
  /** Puts back the keys and nothing else. */
  readonly keysOnly: boolean;
}

/** Restores a backup as the installation that the environment names: never onto a hub that runs. */
export async function runRestore(config: BackupConfig, options: RestoreOptions, course: Course): Promise<BackupReport> {
  if (config.ownerUrls === undefined || options.keysOnly) refuseRunningHub(config.dataFolder);
  return restoreVerified(config, options, course);
}

async function restoreVerified(config: BackupConfig, options: RestoreOptions, course: Course): Promise<BackupReport> {
  const { folder, keyFiles, keysOnly } = options;
  const { dataFolder, ownerUrls } = config;
  const { manifest, signedBy } = await verifyBackup(folder, readTrusted(keyFiles));
  const done = report(folder, manifest, signedBy);
  if (keysOnly && manifest.keys === null) throw new BackupRefused(keyErrors.noKeysInBackup());
  const record = new InstallationRecord(dataFolder);
  const nature = manifest.installation ?? natureOf(config);
  const isNew = !existsSync(join(dataFolder, 'secrets.json'));
  if (ownerUrls === undefined || keysOnly) {
    refuseOtherNature(nature, record);
    putKeysBack(config, manifest, options);
    makeDataFolder(dataFolder);
    if (nature !== null) record.write(nature);
    if (keysOnly) return done;
  }
  // From the first moment where nothing can have been in the folder: what is killed meanwhile must not start half made.
  const isNoted = ownerUrls === undefined && isNew;
  if (isNoted) record.noteRestoring(true);
  const installation = await openForRestore(config, course.say).catch((error: unknown) => {
    if (isNoted) record.noteRestoring(false);
    throw error;
  });
  try {
    if (ownerUrls === undefined) record.noteRestoring(true);
    await restoreBackup({
      folder,
      manifest,
      databases: installation.databases,
      keys: verifiersOf(manifest),
      ...course,
    });
    if (ownerUrls === undefined && nature !== null) record.write(nature);
    if (ownerUrls === undefined) record.noteRestoring(false);
  } catch (error) {
    if (ownerUrls === undefined && !(error instanceof LeftBehind)) record.noteRestoring(false);
    throw error;
  } finally {
    await installation.close();
  }
  return done;
}

/** A folder keeps its nature; made-up figures and real ones never meet. */
function refuseOtherNature(nature: Manifest['installation'], record: InstallationRecord): void {
  if (nature === null) throw new BackupRefused(keyErrors.demoUnknown());
  const known = record.read()?.demo ?? null;
  if (known !== null && known !== nature.demo) throw new BackupRefused(keyErrors.demoMismatch(nature.demo, known));
}

/** The keys must be those that signed the receipts, or the operator has said that they are not. */
function putKeysBack({ dataFolder, passphrase }: BackupConfig, manifest: Manifest, options: RestoreOptions): void {
  const { folder, passphraseFile, withNewKeys } = options;
  if (withNewKeys) return;
  const { foreign, missing } = compareKeys(manifest, readSigners(dataFolder));
  if (foreign.length > 0) throw new BackupRefused(keyErrors.keysForeign(foreign.join('、')));
  const isWhole = missing.length === 0 && existsSync(join(dataFolder, 'secrets.json'));
  if (isWhole) return;
  if (manifest.keys === null) {
    if (missing.length === 0) return;
    throw new BackupRefused(keyErrors.keysMissing(missing.join('、')));
  }
  unpackKeyArchive(join(folder, manifest.keys.file), readPassphrase(passphraseFile, passphrase), dataFolder);
}

/** What the environment says of the data, where no data folder does. */
function natureOf({ demo }: BackupConfig): Manifest['installation'] {
  return demo === undefined ? null : { demo, demoLoaded: demo === 'off' ? null : demo };
}

function report(folder: string, manifest: Manifest, signedBy: string | null): BackupReport {
  const { product, takenAt, databases, keys } = manifest;
  return {
    folder,
    product,
    takenAt,
    databases: databases.map(({ name, tables }) => ({
      name,
      tables: tables.length,
      rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    })),
    hasKeys: keys !== null,
    signedBy,
  };
}
