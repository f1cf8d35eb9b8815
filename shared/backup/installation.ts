import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeDataFolder } from '../config/data-folder.ts';
import { type DatabaseServer, startEmbeddedServer, useExistingServer } from '../topology/postgres/database-server.ts';
import { InstallationRecord } from '../topology/installation-state.ts';
import { prepareLogFile } from '../topology/process/log-file.ts';
import { provisionServices } from '../topology/provision-services.ts';
import { urlOf, withClient } from '../topology/provision.ts';
import { RunRecord } from '../topology/process/run-record.ts';
import { LaunchError } from '../topology/launch-error.ts';
import { findEmbeddedServer } from '../topology/running-server.ts';
import { SecretStore } from '../topology/secrets.ts';
import { DATABASES } from '../topology/services.ts';
import { BackupRefused } from './backup-refused.ts';
import { databaseErrors, keyErrors } from './backup-errors.ts';
import type { BackupConfig } from './config.ts';
import { readTables } from './database-shape.repository.ts';
import { tableName } from './manifest.ts';
import { useErrors } from './use-errors.ts';
import type { OwnedDatabase } from './write-backup.ts';

/** The databases of an installation for as long as they are worked on. */
export interface OpenInstallation {
  readonly databases: readonly OwnedDatabase[];
  close(): Promise<void>;
}

/** The databases to be backed up: of a hub that runs, or whose server is started for it and stopped again. */
export async function openForBackup(config: BackupConfig, say: (text: string) => void): Promise<OpenInstallation> {
  const { ownerUrls, dataFolder, postgresUrl } = config;
  if (ownerUrls !== undefined) return { databases: listed(ownerUrls), close: async () => undefined };
  if (!existsSync(join(dataFolder, 'secrets.json'))) throw new BackupRefused(keyErrors.noInstallation(dataFolder));
  const secrets = new SecretStore(dataFolder);
  if (postgresUrl !== undefined) return { databases: owned(postgresUrl, secrets), close: async () => undefined };
  const { hasCluster, url } = findEmbeddedServer(dataFolder, secrets.current.installation);
  if (!hasCluster) throw new BackupRefused(keyErrors.noDatabase(dataFolder));
  if (url !== null && (await answers(url, secrets)))
    return { databases: owned(url, secrets), close: async () => undefined };
  say('平台未运行：为备份启动其数据库，完成后停止');
  const { server, run } = await startOwnServer(config, secrets, say);
  return {
    databases: owned(server.adminUrl, secrets),
    async close() {
      await server.stop();
      run.release();
    },
  };
}

/**
 * Databases to restore into, made as `npm start` makes them. Those of another installation on the same server are refused
 * before anything of it, roles and passwords included, is touched.
 */
export async function openForRestore(config: BackupConfig, say: (text: string) => void): Promise<OpenInstallation> {
  const { ownerUrls, dataFolder, postgresUrl } = config;
  if (ownerUrls !== undefined) return { databases: listed(ownerUrls), close: async () => undefined };
  makeDataFolder(dataFolder);
  const secrets = new SecretStore(dataFolder);
  const { server, run } =
    postgresUrl === undefined
      ? await startOwnServer(config, secrets, say)
      : { server: await existingServer(postgresUrl), run: await claim(dataFolder) };
  const close = async (): Promise<void> => {
    await server.stop();
    run.release();
  };
  try {
    await refuseOccupied(server.adminUrl);
    const installation = new InstallationRecord(dataFolder);
    const { serviceToken } = secrets.current;
    await provisionServices(server.adminUrl, { secrets, installation });
    // The token that the provisioning forgets, because a new database knows none, is in the backup.
    secrets.setServiceToken(serviceToken);
    return { databases: owned(server.adminUrl, secrets), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A hub that runs is never restored into; what else uses the folder has to end first. */
export function refuseRunningHub(dataFolder: string): void {
  const holder = RunRecord.holderOf(dataFolder);
  if (holder === null) return;
  const { address, pid } = holder;
  const isHub = /^https?:/.test(address);
  throw new BackupRefused(
    isHub ? useErrors.hubRunning(dataFolder, address, pid) : useErrors.folderBusy(dataFolder, pid),
  );
}

/** Takes the data folder for this process alone. */
async function claim(dataFolder: string): Promise<RunRecord> {
  try {
    return (await RunRecord.claim(dataFolder, 'backup or restore')).run;
  } catch (error) {
    const holder = error instanceof LaunchError ? RunRecord.holderOf(dataFolder) : null;
    if (holder === null) throw error;
    throw new BackupRefused(useErrors.folderBusy(dataFolder, holder.pid));
  }
}

async function existingServer(url: string): Promise<DatabaseServer> {
  try {
    return await useExistingServer(url);
  } catch (error) {
    if (error instanceof LaunchError) throw new BackupRefused(useErrors.serverUnfit(error.message));
    throw error;
  }
}

async function startOwnServer(
  { dataFolder, startTimeoutMs }: BackupConfig,
  secrets: SecretStore,
  say: (text: string) => void,
): Promise<{ server: DatabaseServer; run: RunRecord }> {
  const run = await claim(dataFolder);
  try {
    const { installation, superuserPassword: password } = secrets.current;
    const logFile = prepareLogFile(join(dataFolder, 'logs', 'postgres.log'));
    const server = await startEmbeddedServer({ dataFolder, installation, password, logFile, startTimeoutMs }, say);
    return { server, run };
  } catch (error) {
    run.release();
    throw error;
  }
}

/** Refuses a server on which one of our databases has a table already. */
async function refuseOccupied(adminUrl: string): Promise<void> {
  const existing = await withClient(adminUrl, (admin) =>
    admin.query<{ name: string }>('select datname as name from pg_database where datname = any($1)', [DATABASES]),
  );
  for (const { name } of existing.rows) {
    const [table] = await withClient(urlOf(adminUrl, { database: name }), (admin) => readTables(admin, name));
    if (table !== undefined) throw new BackupRefused(databaseErrors.notEmpty(name, tableName(table)));
  }
}

async function answers(url: string, secrets: SecretStore): Promise<boolean> {
  const [database] = owned(url, secrets);
  try {
    await withClient(database?.ownerUrl ?? url, (client) => client.query('select 1'));
    return true;
  } catch {
    return false;
  }
}

function owned(server: string, secrets: SecretStore): OwnedDatabase[] {
  return DATABASES.map((name) => ({
    name,
    ownerUrl: urlOf(server, { database: name, user: `${name}_owner`, password: secrets.passwordsOf(name).owner }),
  }));
}

function listed(ownerUrls: Readonly<Record<string, string>>): OwnedDatabase[] {
  return Object.entries(ownerUrls).map(([name, ownerUrl]) => ({ name, ownerUrl }));
}
