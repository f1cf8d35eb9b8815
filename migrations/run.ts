import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readMigrationOrder } from './config.ts';
import { withLockedDatabase } from './connect.ts';
import { migrationsOf } from './databases.ts';
import { installJobQueue } from './job-queue.ts';

/** Brings one database up to date, or up to its first `count` migrations, as its owner; returns the names of those that ran. */
export async function runMigrations(service: string, url: string, count?: number): Promise<string[]> {
  const migrations = (await migrationsOf(service)).slice(0, count);
  return withLockedDatabase({ service, url, migrations }, async ({ dataSource, runner }) => {
    const executed = await dataSource.runMigrations({ transaction: 'each' });
    if (service === 'evaluation') await installJobQueue(runner, url, `${service}_app`);
    return executed.map((migration) => migration.name);
  });
}

/** Takes back the newest migration of one database; returns its name, or null when there is none. */
export async function revertLastMigration(service: string, url: string): Promise<string | null> {
  const migrations = await migrationsOf(service);
  return withLockedDatabase({ service, url, migrations }, async ({ dataSource, runner }) => {
    const newest = async (): Promise<string | null> => {
      const rows: { name: string }[] = await runner.query(
        `SELECT name FROM "${service}".migration_history ORDER BY id DESC LIMIT 1`,
      );
      return rows[0]?.name ?? null;
    };
    const name = await newest();
    if (name !== null) await dataSource.undoLastMigration({ transaction: 'each' });
    return name;
  });
}

async function main(): Promise<void> {
  const { urls, revert } = readMigrationOrder(process.argv.slice(2));
  // Databases know nothing of each other: all at once, and a fault of one does not leave the others half way.
  const outcomes = await Promise.allSettled(
    Object.entries(urls).map(([service, url]) => migrateOne(service, url, revert)),
  );
  const faults = outcomes.filter((outcome) => outcome.status === 'rejected');
  if (faults.length > 0) throw new Error(faults.map(({ reason }) => String(reason)).join('\n'));
}

async function migrateOne(service: string, url: string, revert: boolean): Promise<void> {
  const started = Date.now();
  try {
    const names = revert ? [await revertLastMigration(service, url)] : await runMigrations(service, url);
    const done = names.filter((name) => name !== null);
    const lines = done.map((name) => `${service}  ${revert ? 'reverted' : 'applied'}  ${name}`);
    const summary = `${service}  ${done.length === 0 ? 'nothing to do' : `${done.length} done`}  ${Date.now() - started} ms`;
    process.stdout.write(`${[...lines, summary].join('\n')}\n`);
  } catch (error) {
    throw new Error(`${service}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const isMain = process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isMain) {
  main().catch((error: unknown) => {
    process.stderr.write(`migrations: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
