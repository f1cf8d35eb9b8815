import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createLogger } from '../../shared/observability/logger.ts';
import { listenTo, type NotificationListener } from '../../shared/persistence/notification-listener.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { PATIENT } from '../integration/gateway-world.ts';
import { createEmptyDatabase, type TestDatabase } from '../testkit/postgres.ts';

let database: TestDatabase;
let listener: NotificationListener;

beforeAll(async () => {
  database = await createEmptyDatabase('hrss');
  listener = await listenTo(
    { url: database.appUrl, channel: 'faults', log: createLogger('fault', 'silent') },
    () => undefined,
  );
});
afterAll(async () => {
  await listener.close();
  await database.drop();
});

interface Connections {
  readonly count: number;
  /** Whether none of them is new. */
  readonly isSettled: boolean;
}

const OURS = "application_name = 'listen faults' and datname = $1";

function ask<Row extends object>(sql: string): Promise<Row | undefined> {
  return withClient(inject('postgresUrl'), async (admin) => (await admin.query<Row>(sql, [database.name])).rows[0]);
}

const connections = () =>
  ask<Connections>(`
    select count(*)::int as count, coalesce(min(now() - backend_start) > '500 ms', false) as "isSettled"
    from pg_stat_activity where ${OURS}`);

describe('R3: a channel for notifications that the database cuts', () => {
  // Known: every loss is told twice and answered twice, so each crash doubles the connections until none are left.
  it('is opened once more, and once only', async () => {
    for (let loss = 0; loss < 3; loss += 1) {
      await ask(`select count(pg_terminate_backend(pid)) from pg_stat_activity where ${OURS}`);
      await expect.poll(async () => (await connections())?.isSettled, PATIENT).toBe(true);
    }
    expect((await connections())?.count).toBe(1);
  });
});
