import { Logger, runMigrations as migrateJobQueue } from 'graphile-worker';
import type { QueryRunner } from 'typeorm';

/** Installs the tables of the job queue as the owner, and lets the app role work with them. */
export async function installJobQueue(runner: QueryRunner, url: string, appRole: string): Promise<void> {
  await migrateJobQueue({ connectionString: url, maxPoolSize: 1, logger: new Logger(() => () => undefined) });
  const role = `"${appRole.replaceAll('"', '""')}"`;
  await runner.query(`GRANT USAGE ON SCHEMA graphile_worker TO ${role}`);
  await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO ${role}`);
  await runner.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${role}`);
  await runner.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO ${role}`);
  await openRows(runner, role);
}

/** The queue's tables have row-level security without a policy, which hides every row from all but the owner. */
async function openRows(runner: QueryRunner, role: string): Promise<void> {
  const tables: { name: string }[] = await runner.query(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relnamespace = 'graphile_worker'::regnamespace AND c.relrowsecurity
       AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'app_works')`,
  );
  for (const { name } of tables) {
    await runner.query(
      `CREATE POLICY app_works ON graphile_worker."${name}" TO ${role} USING (true) WITH CHECK (true)`,
    );
  }
}
