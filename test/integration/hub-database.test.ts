import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../../migrations/hub/index.ts';
import { revertLastMigration, runMigrations } from '../../migrations/run.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { openHubDatabase } from '../../subgraphs/hub/database.ts';
import { createEmptyDatabase, createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

describe('the migrations of the hub', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createEmptyDatabase('hub');
  });
  afterAll(() => database.drop());

  it('go up, all the way down and up again', async () => {
    expect(await runMigrations('hub', database.ownerUrl)).toHaveLength(migrations.length);
    for (const _ of migrations) expect(await revertLastMigration('hub', database.ownerUrl)).not.toBeNull();
    const left = await withClient(database.ownerUrl, (owner) =>
      owner.query(`select relname from pg_class where relnamespace = 'hub'::regnamespace and relkind in ('r', 'p')`),
    );
    expect(left.rows).toEqual([{ relname: 'migration_history' }]);
    expect(await runMigrations('hub', database.ownerUrl)).toHaveLength(migrations.length);
  });
});

describe('the entities of the hub', () => {
  it('are what the database holds: nothing is left to synchronise', async () => {
    const database = await createServiceDatabase('hub');
    const dataSource = await openHubDatabase(database.appUrl, createLogger('hub', 'silent'));
    const pending = await dataSource.driver.createSchemaBuilder().log();
    await dataSource.destroy();
    await database.drop();
    expect(pending.upQueries.map(({ query }) => query)).toEqual([]);
  });
});
