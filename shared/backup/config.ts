import { join, resolve } from 'node:path';
import { z } from 'zod';
import { jsonVariable } from '../config/json-variable.ts';
import { projectRoot } from '../config/project-root.ts';
import { readConfig } from '../config/read-config.ts';
import type { DemoMode } from '../topology/installation-state.ts';

/** Environment of a backup or a restore. */
export const backupSchema = z.object({
  /** Data folder of the installation: its keys, its passwords and, unless told otherwise, its database. */
  HUB_DATA: z
    .string()
    .default(join(projectRoot, '.data'))
    .transform((folder) => resolve(folder)),
  /** An existing PostgreSQL instead of the embedded one, as `npm start` has it. */
  HUB_POSTGRES_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** The owner's connection of every database, where there is no data folder. */
  MIGRATION_URLS: jsonVariable(z.record(z.string(), z.url())).optional(),
  /** Encrypts the keys of a backup, and opens them; a backup made with it holds the keys. */
  HUB_BACKUP_PASSPHRASE: z.string().min(1).optional(),
  HUB_DEMO: z.enum(['on', 'off', 'national']).optional(),
  HUB_START_TIMEOUT: z.coerce.number().int().min(1).max(3_600).default(60),
});

/** Where the databases, the keys and the nature of an installation are found. */
export interface BackupConfig {
  readonly dataFolder: string;
  readonly postgresUrl: string | undefined;
  readonly ownerUrls: Readonly<Record<string, string>> | undefined;
  readonly passphrase: string | undefined;
  readonly demo: DemoMode | undefined;
  readonly startTimeoutMs: number;
}

export function readBackupConfig(environment?: Record<string, string | undefined>): BackupConfig {
  const values = readConfig('hub backup', backupSchema, environment);
  return {
    dataFolder: values.HUB_DATA,
    postgresUrl: values.HUB_POSTGRES_URL,
    ownerUrls: values.MIGRATION_URLS,
    passphrase: values.HUB_BACKUP_PASSPHRASE,
    demo: values.HUB_DEMO,
    startTimeoutMs: values.HUB_START_TIMEOUT * 1_000,
  };
}
