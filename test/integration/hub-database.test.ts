import { describe, expect, it } from 'vitest';
import { createLogger } from '../../shared/observability/logger.ts';
import { openHubDatabase } from '../../subgraphs/hub/database.ts';
import { createServiceDatabase } from '../testkit/postgres.ts';

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
