import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { FOLLOWED_DEPARTMENTS } from '../../subgraphs/evaluation/input-store/department-register.ts';
import { seedSubjects } from '../../subgraphs/evaluation/subject/seed-subjects.ts';
import { FakeChangeSource } from '../../subgraphs/evaluation/worker/fake-change-source.ts';
import { type RunningWorker, startWorker } from '../../subgraphs/evaluation/worker/worker.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

const catalogue = loadCatalogue();
const log = createLogger('evaluation', 'silent');
const PLAN = { measure: 'in-five-year-plan', value: 'true', memberUnit: 'ndrc' };

/** Two workers that read the same departments and work on one database. */
let database: TestDatabase;
let dataSource: DataSource;
const feeds = new FakeChangeSource();
const asked: Record<'one' | 'other', number> = { one: 0, other: 0 };
const workers: Partial<Record<'one' | 'other', RunningWorker>> = {};

beforeAll(async () => {
  database = await createServiceDatabase('evaluation');
  dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
  await seedSubjects(dataSource, catalogue, 'on');
  await start('one');
  await vi.waitFor(() => expect(asked.one).toBeGreaterThan(FOLLOWED_DEPARTMENTS.length));
  await start('other');
});
afterAll(async () => {
  await Promise.all(Object.values(workers).map((worker) => worker.stop()));
  await dataSource.destroy();
  await database.drop();
});

async function start(name: 'one' | 'other'): Promise<void> {
  workers[name] = await startWorker({
    dataSource,
    databaseUrl: database.appUrl,
    catalogue,
    source: {
      read: (department, request, signal) => {
        asked[name] += 1;
        return feeds.read(department, request, signal);
      },
    },
    log,
  });
}

const rows = (sql: string, ...parameters: unknown[]): Promise<Record<string, unknown>[]> =>
  dataSource.query(sql, parameters);

const settled = () =>
  vi.waitFor(async () => expect(await rows('select 1 from graphile_worker.jobs')).toHaveLength(0), {
    timeout: 15_000,
    interval: 50,
  });

const scored = (value: string) =>
  vi.waitFor(
    async () => {
      const [row] = await rows(`select score_value from indicator_result
        where subject = '110106' and year = 2025 and indicator = '1' and known_to is null`);
      expect(row?.['score_value']).toBe(value);
    },
    { timeout: 15_000, interval: 50 },
  );

it('of two workers one asks the departments, and every value and every result is stored once', async () => {
  feeds.publish('union', PLAN);
  await scored('100');
  await settled();
  expect(asked.other).toBe(0);
  expect(await rows(`select 1 from input_observation where measure = 'in-five-year-plan'`)).toHaveLength(1);
  const versions = await rows(`select 1 from indicator_result
    where subject = '110106' and year = 2025 and indicator = '1' and known_to is not null and score_value = 100`);
  expect(versions).toEqual([]);
});

it('a job that a living worker has is left to it; one of a worker that was killed is done by another', async () => {
  const [alive] = await rows(`select objid from pg_locks where locktype = 'advisory' and objsubid = 2 limit 1`);
  expect(alive).toBeDefined();
  const lock = (by: string) =>
    withClient(database.ownerUrl, (owner) =>
      owner
        .query(
          `with job as (select (graphile_worker.add_job('recalculate', '{"subject":"110106","year":2024}', run_at => now() + interval '1 hour')).id)
         select id from job`,
        )
        .then(({ rows: [job] }) =>
          owner.query(
            `update graphile_worker._private_jobs set locked_at = now() - interval '10 seconds', locked_by = $1, run_at = now() where id = $2`,
            [by, job.id],
          ),
        ),
    );
  await lock('pool-of-one-that-was-killed');
  await settled();
});

it('when the one that follows the feeds is gone, the other goes on where it stopped', async () => {
  await workers.one?.stop();
  feeds.publish('union', { ...PLAN, value: 'false', revision: 2 });
  await scored('0');
  await settled();
  expect(asked.other).toBeGreaterThan(0);
  const history = await rows(
    `select value from input_observation where measure = 'in-five-year-plan' order by known_from`,
  );
  expect(history).toEqual([{ value: 'true' }, { value: 'false' }]);
});

it('a leader that loses its connection lets go, and one of the two follows again', async () => {
  await start('one');
  const before = { ...asked };
  await withClient(database.ownerUrl, (owner) =>
    owner.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'locks of evaluation worker' and datname = current_database()`),
  ).catch(() => undefined);
  feeds.publish('union', { ...PLAN, value: 'true', revision: 3 });
  await scored('100');
  await vi.waitFor(() => expect(asked.one + asked.other).toBeGreaterThan(before.one + before.other));
  await settled();
  expect(await rows(`select 1 from input_observation where measure = 'in-five-year-plan'`)).toHaveLength(3);
});
