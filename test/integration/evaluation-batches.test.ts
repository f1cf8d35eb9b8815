import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { runInScope } from '../../shared/observability/request-scope.ts';
import { newTrace } from '../../shared/observability/trace.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import { digestCatalogue } from '../../subgraphs/evaluation/result/recalculation/catalogue-digest.ts';
import { RecalculationService } from '../../subgraphs/evaluation/result/recalculation/recalculation.service.ts';
import { enqueueRecalculations } from '../../subgraphs/evaluation/result/recalculation/recalculation-job.repository.ts';
import { FakeChangeSource } from '../../subgraphs/evaluation/worker/fake-change-source.ts';
import { startWorker } from '../../subgraphs/evaluation/worker/worker.ts';
import { fillNationalStore, nationalSubjects } from '../bench/national-store.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

const SUBJECTS = 22;
const catalogue = loadCatalogue();
const log = createLogger('evaluation', 'silent');

describe('recalculations of many subjects', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let recalculation: RecalculationService;
  const codes = nationalSubjects(SUBJECTS);

  beforeAll(async () => {
    database = await createServiceDatabase('evaluation');
    dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
    await fillNationalStore(database.appUrl, { subjects: SUBJECTS, years: [2024, 2025], hasFaults: true });
    const register = new FrameworkRegister(catalogue);
    recalculation = new RecalculationService({ dataSource, catalogue, register, catalogueDigest: digestCatalogue() });
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const rows = async <T>(sql: string, ...parameters: unknown[]): Promise<T[]> => dataSource.query(sql, parameters);
  const resultsOf = (table: string) =>
    rows<{ subject: string; digest: string }>(
      `select subject, digest from ${table} where year = 2025 and known_to is null order by subject, digest`,
    );

  async function statementsOf(act: () => Promise<unknown>): Promise<number> {
    const scope = { trace: newTrace(), statements: 0 };
    await runInScope(scope, act);
    return scope.statements;
  }

  it('finds a made-up nation that says it is made up', async () => {
    const [told] = await rows(`select count(*)::integer as subjects, bool_and(is_demo) as demo from subject`);
    expect(told).toEqual({ subjects: SUBJECTS, demo: true });
    const [values] = await rows<{ demo: boolean; subjects: number }>(
      `select bool_and(is_demo) as demo, count(distinct subject)::integer as subjects from input_observation`,
    );
    expect(values).toEqual({ demo: true, subjects: SUBJECTS });
  });

  it('takes as many statements for twenty as for two, and comes to the same as one by one', async () => {
    await recalculation.recalculateAll(2024, codes);
    const few = await statementsOf(() => recalculation.recalculateAll(2025, codes.slice(0, 2)));
    const many = await statementsOf(() => recalculation.recalculateAll(2025, codes.slice(2)));
    expect(many).toBeLessThanOrEqual(few);
    const together = [await resultsOf('evaluation_result'), await resultsOf('indicator_result')];
    expect(together[0]).toHaveLength(SUBJECTS);
    expect(together[1]).toHaveLength(SUBJECTS * 88);
    for (const subject of codes.slice(0, 5)) {
      expect(await recalculation.recalculate({ subject, year: 2025 })).toEqual({
        headerChanged: false,
        indicatorsChanged: 0,
      });
    }
    expect([await resultsOf('evaluation_result'), await resultsOf('indicator_result')]).toEqual(together);
  });

  it('shares jobs among many subjects, and what waits already is waited for once', async () => {
    const pairs = codes.map((subject) => ({ subject, year: 2025 }));
    await dataSource.transaction((manager) => enqueueRecalculations(manager, pairs));
    const [first] = await rows<{ jobs: number }>('select count(*)::integer as jobs from graphile_worker.jobs');
    await dataSource.transaction((manager) => enqueueRecalculations(manager, pairs));
    const [second] = await rows<{ jobs: number }>('select count(*)::integer as jobs from graphile_worker.jobs');
    expect(first?.jobs).toBeLessThanOrEqual(SUBJECTS);
    expect(second).toEqual(first);
  });

  it('goes on with what a killed worker held, and changes nothing by doing it twice', { timeout: 90_000 }, async () => {
    const before = await resultsOf('evaluation_result');
    // As a killed process leaves it: taken, and nobody there to end it.
    await rows(`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker-of-a-killed-process'`);
    const worker = await startWorker({
      ...{ dataSource, databaseUrl: database.appUrl, catalogue, log },
      source: new FakeChangeSource(),
      departments: [],
      recalculations: { concurrency: 2, batch: 4 },
    });
    try {
      await vi.waitFor(async () => expect(await rows('select id from graphile_worker.jobs')).toEqual([]), {
        timeout: 80_000,
        interval: 50,
      });
    } finally {
      await worker.stop();
    }
    expect(await resultsOf('evaluation_result')).toEqual(before);
  });
});
