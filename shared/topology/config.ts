import { join, resolve } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../config/project-root.ts';
import { readConfig } from '../config/read-config.ts';

export const launcherSchema = z.object({
  /** Data folder of this installation. */
  HUB_DATA: z
    .string()
    .default(join(projectRoot, '.data'))
    .transform((folder) => resolve(folder)),
  HUB_HOST: z.string().default('127.0.0.1'),
  /** Port of the gateway; 0 takes any free one. */
  HUB_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  /** Demo data: `on`, `off` or `national`; unset means what the data folder was started with first. */
  HUB_DEMO: z.enum(['on', 'off', 'national']).optional(),
  /** An existing PostgreSQL (user with CREATEDB and CREATEROLE) instead of the embedded one. */
  HUB_POSTGRES_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Seconds a process may take until it is ready. */
  HUB_START_TIMEOUT: z.coerce.number().int().min(1).max(3_600).default(60),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.string().optional(),
  /** `1` restarts the services when a compiled file changes; set by `npm run dev`. */
  HUB_WATCH: z.enum(['0', '1']).default('0'),
});

/** The launcher's configuration, see README § Configuration. */
export interface LauncherConfig {
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number;
  readonly demo: 'on' | 'off' | 'national' | undefined;
  readonly postgresUrl: string | undefined;
  readonly startTimeoutMs: number;
  readonly logLevel: string;
  readonly isProduction: boolean;
  readonly isWatching: boolean;
  /** What every child process inherits; each service's own variables come on top. */
  readonly inherited: Readonly<Record<string, string>>;
}

/** Variables that are the launcher's own business and would mislead a child, by value or as `NAME_FILE`. */
const NOT_INHERITED = new Set([
  'HUB_POSTGRES_URL',
  'HUB_TOKEN',
  'DATABASE_URL',
  'HOP_KEYS',
  'SERVICE_TOKEN',
  'MIGRATION_URLS',
  'SERVICE_PORT',
  'SERVICE_HOST',
]);

/** Reads the launcher's configuration from the environment. */
export function readLauncherConfig(environment: Record<string, string | undefined> = process.env): LauncherConfig {
  const values = readConfig('npm start', launcherSchema, environment);
  return {
    dataFolder: values.HUB_DATA,
    host: values.HUB_HOST,
    port: values.HUB_PORT,
    demo: values.HUB_DEMO,
    postgresUrl: values.HUB_POSTGRES_URL,
    startTimeoutMs: values.HUB_START_TIMEOUT * 1_000,
    logLevel: values.LOG_LEVEL,
    isProduction: values.NODE_ENV === 'production',
    isWatching: values.HUB_WATCH === '1',
    inherited: inheritable(environment, values.HUB_DATA),
  };
}

function inheritable(environment: Record<string, string | undefined>, dataFolder: string): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && isInheritable(name)) kept[name] = value;
  }
  // Node from 22.1 on keeps compiled code there, which halves the time a process takes to load; older ones ignore it.
  return { NODE_COMPILE_CACHE: join(dataFolder, 'compiled'), ...kept };
}

/** A child gets its own variables as values: a file with one of them beside would be a contradiction. */
function isInheritable(name: string): boolean {
  const variable = name.replace(/_FILE$/, '');
  return !NOT_INHERITED.has(variable) && (variable === name || !(variable in launcherSchema.shape));
}
