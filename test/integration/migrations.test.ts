import { Logger, quickAddJob, runOnce } from 'graphile-worker';
import { afterEach, expect, it } from 'vitest';
import { migrationNames, migrationsOf } from '../../migrations/databases.ts';
import { revertLastMigration, runMigrations } from '../../migrations/run.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { DATABASES } from '../../shared/topology/services.ts';
import { openHubDatabase } from '../../subgraphs/hub/database.ts';
import { createEmptyDatabase, createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';
import { STRUCTURES } from '../testkit/structures.ts';

const databases: TestDatabase[] = [];
afterEach(async () => {
  await Promise.all(databases.splice(0).map((database) => database.drop()));
});

function keep(database: TestDatabase): TestDatabase {
  databases.push(database);
  return database;
}

/** Everything a schema is made of, as text that can be compared. */
function shapeOf(url: string): Promise<unknown[]> {
  return withClient(url, async (client) => {
    const columns = await client.query(
      `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
       WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position`,
    );
    const indexes = await client.query(
      'SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY indexdef',
    );
    const grants = await client.query(
      `SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants
       WHERE table_schema = current_schema() ORDER BY grantee, table_name, privilege_type`,
    );
    return [columns.rows, indexes.rows, grants.rows];
  });
}

it('gives every department the same structure, one added later too', async () => {
  const departments = [...DATABASES.filter((service) => !['hub', 'evaluation'].includes(service)), 'a-new-department'];
  const lists = await Promise.all(departments.map(migrationNames));
  for (const list of lists) expect(list).toEqual(await migrationNames('hrss'));
});

it.each(STRUCTURES)(
  'goes up, all the way down and up again in %s',
  async (service) => {
    const { ownerUrl } = keep(await createServiceDatabase(service));
    const before = await shapeOf(ownerUrl);
    const count = (await migrationsOf(service)).length;
    for (let step = 0; step < count; step += 1) expect(await revertLastMigration(service, ownerUrl)).not.toBeNull();
    expect(await revertLastMigration(service, ownerUrl)).toBeNull();
    const left = await withClient(ownerUrl, (owner) =>
      owner.query('SELECT tablename FROM pg_tables WHERE schemaname = current_schema()'),
    );
    expect(left.rows).toEqual([{ tablename: 'migration_history' }]);
    expect(await runMigrations(service, ownerUrl)).toHaveLength(count);
    expect(await shapeOf(ownerUrl)).toEqual(before);
  },
  120_000,
);

it('lets only one of several runners migrate; the others find nothing to do', async () => {
  const { ownerUrl } = keep(await createEmptyDatabase('hrss'));
  const runs = await Promise.all([1, 2, 3].map(() => runMigrations('hrss', ownerUrl)));
  const count = (await migrationsOf('hrss')).length;
  expect(runs.map((names) => names.length).sort((a, b) => a - b)).toEqual([0, 0, count]);
});

it('lets the app role of evaluation put jobs into the queue and work them off', async () => {
  const { appUrl } = keep(await createServiceDatabase('evaluation'));
  const options = { connectionString: appUrl, logger: new Logger(() => () => undefined) };
  await quickAddJob(options, 'greet', { name: '丰台' }, { jobKey: 'one', queueName: 'q' });
  const seen: unknown[] = [];
  await runOnce({ ...options, taskList: { greet: (payload) => void seen.push(payload) } });
  expect(seen).toEqual([{ name: '丰台' }]);
});

it('a program refuses to run on a structure older than itself, and says what to do', async () => {
  const log = createLogger('hub', 'silent');
  const empty = keep(await createEmptyDatabase('hub'));
  await expect(openHubDatabase(empty.appUrl, log)).rejects.toThrow('older than this program');
  const { appUrl, ownerUrl } = keep(await createServiceDatabase('hub'));
  await revertLastMigration('hub', ownerUrl);
  await expect(openHubDatabase(appUrl, log)).rejects.toThrow('bring it up to date first with migrations/run');
  await runMigrations('hub', ownerUrl);
  await (await openHubDatabase(appUrl, log)).destroy();
});
