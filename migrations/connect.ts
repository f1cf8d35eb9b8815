import { DataSource, type QueryRunner } from 'typeorm';
import type { MigrationClass } from './databases.ts';

/** What may run while the lock of a database is held. */
export interface LockedDatabase {
  readonly dataSource: DataSource;
  readonly runner: QueryRunner;
}

/** One name for all replicas: whoever holds the lock migrates, the others wait and then find nothing to do. */
const LOCK = `hashtext('workforce-reform-hub migrations')`;

/**
 * Opens a database as its owner and runs `act` while holding its migration lock.
 * The history of what has run is `migration_history` in the service's own schema.
 */
export async function withLockedDatabase<T>(
  target: { readonly service: string; readonly url: string; readonly migrations: readonly MigrationClass[] },
  act: (database: LockedDatabase) => Promise<T>,
): Promise<T> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: target.url,
    schema: target.service,
    migrations: [...target.migrations],
    migrationsTableName: 'migration_history',
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    poolSize: 2,
    extra: { options: roleSettings(target.service) },
  });
  await dataSource.initialize();
  try {
    return await locked(dataSource, act);
  } finally {
    await dataSource.destroy();
  }
}

async function locked<T>(dataSource: DataSource, act: (database: LockedDatabase) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    await runner.query(`SELECT pg_advisory_lock(${LOCK})`);
    return await act({ dataSource, runner });
  } finally {
    await runner.query(`SELECT pg_advisory_unlock(${LOCK})`);
    await runner.release();
  }
}

/** Migrations grant to roles whose names they need not know: `current_setting('hub.app_role')`. */
function roleSettings(service: string): string {
  return `-c search_path=${service} -c hub.app_role=${service}_app -c hub.maintenance_role=${service}_maintenance`;
}
