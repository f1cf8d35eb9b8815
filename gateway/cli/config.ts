import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../shared/config/project-root.ts';
import { readConfig } from '../../shared/config/read-config.ts';

export const cliSchema = z.object({
  HUB_TOKEN: z.string().optional(),
  HUB_DATA: z
    .string()
    .default(join(projectRoot, '.data'))
    .transform((folder) => resolve(folder)),
  HUB_URL: z.url({ protocol: /^https?$/ }).optional(),
  HUB_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  /** What the demo loader loads. */
  HUB_DEMO: z.enum(['on', 'off', 'national']).default('on'),
  /** Folder for backups whose name nobody says. */
  HUB_BACKUPS: z.string().default('.'),
  /** Where `hub login` logs in. */
  IDENTITY_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
});

/** The command line's configuration, see README § Running it. */
export interface CliConfig {
  /** Address of the GraphQL interface. */
  readonly url: string;
  readonly dataFolder: string;
  /** `HUB_TOKEN`; null when it is not set. */
  readonly token: string | null;
  readonly demo: 'on' | 'off' | 'national';
  readonly issuer: string | undefined;
  readonly backupFolder: string;
}

/** Reads the configuration; `--url` wins over the environment. */
export function readCliConfig(url?: string, environment: Record<string, string | undefined> = process.env): CliConfig {
  const values = readConfig('hub', cliSchema, environment);
  return {
    url: graphqlUrl(url ?? values.HUB_URL ?? `http://127.0.0.1:${values.HUB_PORT}`),
    dataFolder: values.HUB_DATA,
    token: values.HUB_TOKEN ?? null,
    demo: values.HUB_DEMO,
    issuer: values.IDENTITY_ISSUER,
    backupFolder: values.HUB_BACKUPS,
  };
}

/** The address of a gateway means its GraphQL interface. */
function graphqlUrl(address: string): string {
  const isBare = URL.canParse(address) && new URL(address).pathname === '/';
  return isBare ? new URL('/graphql', address).href : address;
}

const tokensSchema = z.record(z.string(), z.string());

/** The tokens of a file in the data folder by name; empty when there is no such file. */
export function readTokenFile(dataFolder: string, file: 'tokens.json' | 'unit-tokens.json'): Record<string, string> {
  const path = join(dataFolder, file);
  return existsSync(path) ? tokensSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : {};
}
