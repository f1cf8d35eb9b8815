import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DataSource } from 'typeorm';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { runInScope } from '../../shared/observability/request-scope.ts';
import { newTrace } from '../../shared/observability/trace.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { seedSubjects } from '../../subgraphs/evaluation/subject/seed-subjects.ts';
import { aChange, FakeChangeSource } from '../../subgraphs/evaluation/worker/fake-change-source.ts';
import { type RunningWorker, startWorker } from '../../subgraphs/evaluation/worker/worker.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

const catalogue = loadCatalogue();
const log = createLogger('evaluation', 'silent');
const PLAN = { measure: 'in-five-year-plan', value: 'true', memberUnit: 'ndrc' };
const SKILLED = { measure: 'highly-skilled-workers', value: '30', memberUnit: 'hrss' };
const WORKERS = { measure: 'industrial-workers', value: '120', memberUnit: 'union' };

describe('the evaluation worker', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let worker: RunningWorker | null = null;

  beforeAll(async () => {
    database = await createServiceDatabase('evaluation');
    dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
    await seedSubjects(dataSource, catalogue, 'on');
  });

  beforeEach(async () => {
    await worker?.stop();
    worker = null;
  });

  afterAll(async () => {
    await worker?.stop();
    await dataSource.destroy();
    await database.drop();
  });

  const start = async (source: FakeChangeSource) => {
    worker = await startWorker({ dataSource, databaseUrl: database.appUrl, catalogue, source, log });
  };
  const rows = async (sql: string, ...parameters: unknown[]): Promise<Record<string, unknown>[]> =>
    dataSource.query(sql, parameters);
  const scoreOf = async (indicator: string) => {
    const [row] = await rows(
      `select score_value, status from indicator_result
       where subject = '110106' and year = 2025 and indicator = $1 and known_to is null`,
      indicator,
    );
    return row;
  };
  const expectScore = (indicator: string, value: string | null) =>
    vi.waitFor(async () => expect((await scoreOf(indicator))?.['score_value']).toBe(value), {
      timeout: 10_000,
      interval: 20,
    });

  const source = new FakeChangeSource();

  it('takes values from the feeds and scores them within about a second', async () => {
    source.publish('union', PLAN, WORKERS);
    source.publish('hrss', SKILLED);
    const started = Date.now();
    await start(source);
    await expectScore('1', '100');
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('derives a value whose parts come from two departments and keeps it on the neutral path', async () => {
    const derived = await rows(`select value, inputs, is_derived, observation_id from input_observation
      where measure = 'highly-skilled-share' and known_to is null`);
    expect(derived).toHaveLength(1);
    expect(derived[0]).toMatchObject({ value: '0.25', is_derived: true });
    expect(derived[0]?.['inputs']).toHaveLength(2);
  });

  it('goes on where it stopped and takes nothing in twice', async () => {
    const asked = source.requests.length;
    const before = await rows('select count(*) as rows from input_observation');
    await start(source);
    await vi.waitFor(() => expect(source.requests.length).toBeGreaterThanOrEqual(asked + 8));
    expect(source.requests.slice(asked).filter(({ department }) => department === 'union')[0]?.after).toBe(2n);
    expect(await rows('select count(*) as rows from input_observation')).toEqual(before);
  });

  it('replaces a value by its revision, keeps the old one, and stores only the results that changed', async () => {
    const before = await rows(
      `select indicator from indicator_result where subject = '110106' and year = 2025 and known_to is not null`,
    );
    source.publish('union', { ...PLAN, value: 'false', revision: 2, reportedOn: '2026-02-01' });
    await start(source);
    await expectScore('1', '0');
    const history = await rows(`select value, known_to is null as known, first_reported_on from input_observation
      where measure = 'in-five-year-plan' order by known_from`);
    expect(history).toEqual([
      { value: 'true', known: false, first_reported_on: '2026-01-10' },
      { value: 'false', known: true, first_reported_on: '2026-01-10' },
    ]);
    const closed = await rows(
      `select indicator from indicator_result where subject = '110106' and year = 2025 and known_to is not null`,
    );
    expect(closed.length - before.length).toBe(1);
    expect(closed.map(({ indicator }) => indicator)).toContain('1');
  });

  it('makes a score open again, never zero, when its value is withdrawn', async () => {
    source.publish('union', { ...PLAN, id: 'union:2025:3', value: 'false', revision: 2, state: 'WITHDRAWN' });
    await start(source);
    await expectScore('1', null);
    expect((await scoreOf('1'))?.['status']).toBe('MISSING');
  });

  it('lets no department that is down hold up the others, and catches up when it is back', async () => {
    source.setDown('hrss', true);
    source.publish('hrss', { ...SKILLED, value: '60', revision: 2 });
    source.publish('union', { ...PLAN, revision: 3 });
    await start(source);
    await expectScore('1', '100');
    source.setDown('hrss', false);
    await vi.waitFor(
      async () => {
        const [row] = await rows(
          `select value, revision from input_observation where measure = 'highly-skilled-share' and known_to is null`,
        );
        expect(row).toEqual({ value: '0.5', revision: 2 });
      },
      { timeout: 10_000, interval: 20 },
    );
  });

  it('ignores a page it was given before', async () => {
    const ingest = new IngestService(dataSource, new FrameworkRegister(catalogue));
    const page = { head: 5n, changes: [aChange('union', 1n, { ...PLAN, value: 'false' })] };
    expect(await ingest.ingest('union', page)).toMatchObject({ added: 0, closed: 0 });
  });

  it('gives a large page a constant number of statements', async () => {
    const ingest = new IngestService(dataSource, new FrameworkRegister(catalogue));
    const page = (from: number, count: number) => ({
      head: 1_000_000n,
      changes: Array.from({ length: count }, (_, index) =>
        aChange('education', BigInt(from + index), { measure: `m${from + index}`, value: String(index) }),
      ),
    });
    const small = await countStatements(() => ingest.ingest('education', page(1, 2)));
    const large = await countStatements(() => ingest.ingest('education', page(10, 3_000)));
    expect(large).toBe(small);
  });
});

async function countStatements(act: () => Promise<unknown>): Promise<number> {
  const scope = { trace: newTrace(), statements: 0 };
  await runInScope(scope, act);
  return scope.statements;
}
