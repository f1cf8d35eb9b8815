import { join, resolve } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../config/project-root.ts';
import { readConfig } from '../../config/read-config.ts';
import type { DemoMode } from '../installation-state.ts';

const folder = z
  .string()
  .default(join(projectRoot, '.data/installation'))
  .transform((path) => resolve(path));

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });

/** Environment of the program that makes the files of an installation. */
export const makeSecretsSchema = z.object({
  HUB_DATA: folder,
  /** Nature of the installation, decided once; unset means without demo data, or as it was decided. */
  HUB_DEMO: z.enum(['on', 'off', 'national']).optional(),
  NODE_ENV: z.string().optional(),
  /** Host and port of PostgreSQL as the services reach it. */
  DATABASE_ADDRESS: z
    .string()
    .regex(/^[\w.-]+:\d+$/, 'must read "host:port"')
    .default('postgres:5432'),
  /** Of a demonstration: address of the identity provider as browsers see it, and of its keys as the gateway does. */
  IDENTITY_ISSUER: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:4190'),
  IDENTITY_JWKS: z.url({ protocol: /^https?$/ }).default('http://identity:4190/jwks'),
});

export interface MakeSecretsConfig {
  readonly dataFolder: string;
  readonly demo: DemoMode | undefined;
  readonly isProduction: boolean;
  readonly databaseAddress: string;
  readonly issuer: string;
  readonly jwksUri: string;
}

export function readMakeSecretsConfig(environment?: Record<string, string | undefined>): MakeSecretsConfig {
  const values = readConfig('secrets', makeSecretsSchema, environment);
  return {
    dataFolder: values.HUB_DATA,
    demo: values.HUB_DEMO,
    isProduction: values.NODE_ENV === 'production',
    databaseAddress: values.DATABASE_ADDRESS,
    issuer: values.IDENTITY_ISSUER,
    jwksUri: values.IDENTITY_JWKS,
  };
}

/** Environment of the program that makes databases and roles. */
export const provisionSchema = z.object({
  HUB_DATA: folder,
  /** PostgreSQL as a user with CREATEDB and CREATEROLE. */
  HUB_POSTGRES_URL: postgresUrl,
});

export function readProvisionConfig(): z.infer<typeof provisionSchema> {
  return readConfig('provision', provisionSchema);
}

/** Environment of the program that issues the first tokens. */
export const issueTokensSchema = z.object({
  HUB_DATA: folder,
  /** The hub's database as its app role. */
  DATABASE_URL: postgresUrl,
});

export function readIssueTokensConfig(): z.infer<typeof issueTokensSchema> {
  return readConfig('tokens', issueTokensSchema);
}

/** Environment of a health check: that of the process it asks. */
export const healthCheckSchema = z.object({
  SERVICE_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  HUB_PORT: z.coerce.number().int().min(1).max(65_535).default(4000),
});

/** Where the process of this environment says whether it can work. */
export function healthAddress(environment?: Record<string, string | undefined>): string {
  const { SERVICE_PORT, HUB_PORT } = readConfig('health check', healthCheckSchema, environment);
  return SERVICE_PORT === undefined
    ? `http://127.0.0.1:${HUB_PORT}/readiness`
    : `http://127.0.0.1:${SERVICE_PORT}/health?ready`;
}
