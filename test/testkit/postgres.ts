import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { runMigrations } from '../../migrations/run.ts';
import { provisionDatabase, withClient } from '../../shared/topology/provision.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser URL of the server that serves this run. */
    postgresUrl: string;
  }
}

export interface TestDatabase {
  readonly name: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly maintenanceUrl: string;
  drop(): Promise<void>;
}

/** Roles are shared by all databases of the run, so their passwords must be the same in every test file. */
const PASSWORDS = { owner: 'owner', app: 'app', maintenance: 'maintenance' } as const;

/** A fresh database of one service with a random name: roles, schema and migrations as in production. */
export async function createServiceDatabase(service: string): Promise<TestDatabase> {
  const database = await createEmptyDatabase(service);
  await runMigrations(service, database.ownerUrl);
  return database;
}

/** The same without migrations. */
export async function createEmptyDatabase(service: string): Promise<TestDatabase> {
  const adminUrl = inject('postgresUrl');
  const name = `${service}_${randomBytes(6).toString('hex')}`;
  const urls = await provisionDatabase(adminUrl, { service, database: name, passwords: PASSWORDS });
  return {
    name,
    ownerUrl: urls.owner,
    appUrl: urls.app,
    maintenanceUrl: urls.maintenance,
    drop: () =>
      withClient(adminUrl, async (admin) => void (await admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`))),
  };
}
