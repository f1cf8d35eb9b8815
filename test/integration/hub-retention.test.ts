import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../shared/observability/logger.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { detachOldAudit } from '../../subgraphs/hub/access-audit/audit-retention.repository.ts';
import { openHubDatabase } from '../../subgraphs/hub/database.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createServiceDatabase('hub');
  await withClient(database.ownerUrl, async (owner) => {
    for (const age of [1, 90, 179, 181, 260])
      await owner.query(
        `insert into hub.access_audit (at, id, actor, action, object, result, detail)
         values (now() - make_interval(days => $1), gen_random_uuid(), 'x', 'x', 'x', 'DONE', '{}')`,
        [age],
      );
    for (const age of [1, 179, 260])
      await owner.query(
        `insert into hub.data_read (at, id, subject, purpose, owner_unit, operation, value_count, trace_id)
         values (now() - make_interval(days => $1), gen_random_uuid(), 'x', 'x', 'hrss', 'x', 1, 'x')`,
        [age],
      );
  });
});
afterAll(() => database.drop());

const YOUNG = `select count(*)::integer as count from (
  select at from hub.access_audit union all select at from hub.data_read) record
  where at > now() - interval '180 days'`;

async function young(): Promise<number> {
  const { rows } = await withClient(database.ownerUrl, (owner) => owner.query<{ count: number }>(YOUNG));
  return rows[0]?.count ?? -1;
}

describe('records of access', () => {
  const roles = {
    app: () => database.appUrl,
    maintenance: () => database.maintenanceUrl,
    owner: () => database.ownerUrl,
  };
  const tables = ['access_audit', 'data_read', 'access_audit_202611', 'data_read_202611', 'access_audit_other'];
  const ways: readonly ((table: string, days: number) => string)[] = [
    (table) => `delete from hub.${table}`,
    (table) => `truncate hub.${table}`,
    (table) => `update hub.${table} set at = '2020-01-01'`,
    (table, days) => `delete from hub.${table} where at > now() - interval '${days} days'`,
    (_, days) => `select * from hub.detach_old_audit(${days})`,
    () => 'select * from hub.detach_old_audit(null)',
  ];

  it('younger than 180 days stay, whatever role tries whatever way', async () => {
    const before = await young();
    expect(before).toBe(5);
    const attempt = fc.record({
      role: fc.constantFrom('app', 'maintenance', 'owner' as const),
      table: fc.constantFrom(...tables),
      way: fc.nat({ max: ways.length - 1 }),
      days: fc.integer({ min: -10_000, max: 10_000 }),
    });
    await fc.assert(
      fc.asyncProperty(attempt, async ({ role, table, way, days }) => {
        const url = roles[role as keyof typeof roles]();
        await withClient(url, (client) => client.query(ways[way]!(table, days))).catch(() => undefined);
        expect(await young()).toBe(before);
      }),
      { numRuns: 60 },
    );
  });

  it('leave by whole months only once all of the month is old enough, for the archive', async () => {
    const fresh = await createServiceDatabase('hub');
    const dataSource = await openHubDatabase(fresh.maintenanceUrl, createLogger('hub', 'silent'));
    await expect(detachOldAudit(dataSource, 179)).rejects.toMatchObject({ constraint: 'audit_retention_floor' });
    const parts = await detachOldAudit(dataSource, 180);
    const floor = new Date(Date.now() - 180 * 86_400_000);
    for (const { name } of parts) {
      const [, year, month] = /_(\d{4})(\d{2})$/.exec(name) ?? [];
      expect(Date.UTC(Number(year), Number(month), 1, -8)).toBeLessThanOrEqual(floor.getTime());
      expect(await dataSource.query(`select count(*)::integer as count from "${name}"`)).toEqual([{ count: 0 }]);
    }
    expect(await detachOldAudit(dataSource, 180)).toEqual([]);
    await dataSource.destroy();
    await fresh.drop();
  });

  it('are taken out by the maintenance role alone', async () => {
    const refused = await withClient(database.appUrl, (app) =>
      app.query('select * from hub.detach_old_audit(400)').then(
        () => 'done',
        (error: { code?: string }) => error.code,
      ),
    );
    expect(refused).toBe('42501');
  });
});
