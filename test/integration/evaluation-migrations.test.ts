import { describe, expect, it } from 'vitest';
import { revertLastMigration, runMigrations } from '../../migrations/run.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { createServiceDatabase } from '../testkit/postgres.ts';

describe('migrations of the evaluation database', () => {
  it('go up, down to nothing, and up again to the same structure', async () => {
    const database = await createServiceDatabase('evaluation');
    try {
      const structure = await columns(database.ownerUrl);
      expect(structure.length).toBeGreaterThan(50);
      while ((await revertLastMigration('evaluation', database.ownerUrl)) !== null);
      expect(await columns(database.ownerUrl)).toEqual([]);
      await runMigrations('evaluation', database.ownerUrl);
      expect(await columns(database.ownerUrl)).toEqual(structure);
    } finally {
      await database.drop();
    }
  });
});

function columns(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ line: string }>(
      `select table_name || '.' || column_name || ' ' || data_type as line from information_schema.columns
       where table_schema = 'evaluation' and table_name <> 'migration_history' order by 1`,
    );
    return rows.map(({ line }) => line);
  });
}
