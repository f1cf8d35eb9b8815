import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../shared/config/project-root.ts';
import { urlOf, withClient } from '../../shared/topology/provision.ts';
import { BenchServer } from './bench-server.ts';
import type { BenchCase } from './harness/bench-case.ts';
import { atMost, measured, type Measurement } from './harness/measurement.ts';
import { timed } from './measure.ts';
import { fillNationalStore, gatherStatistics } from './national-store.ts';
import { roundInSql } from './round-in-sql.ts';

const SUBJECTS = Number(process.env['BENCH_SUBJECTS'] ?? 3_000);
const YEAR = 2025;
const FRAMEWORK = 'national-2022';

/** P7b: a whole national round recalculated from the input store, against the same arithmetic in SQL on the same store. */
export const roundCase: BenchCase = {
  id: 'P7b',
  title: 'whole national round recalculated, against SQL',
  titleZh: '全国评价重算，对照 SQL',
  bar: '≤ 10 × its time; memory ≤ 1 GB',
  needs: ['postgres', 'linux'],
  run: measureRound,
};

async function measureRound(): Promise<Measurement[]> {
  const server = await BenchServer.start();
  try {
    const url = await server.database('evaluation', 'round');
    const owner = urlOf(server.adminUrl, { database: 'round' });
    // Only the year itself is judged: its base year has values and no framework asks for it here.
    const filled = await fillNationalStore(url, { subjects: SUBJECTS, years: [YEAR - 1, YEAR], hasFaults: false });
    await judgeOnly(owner, YEAR);
    await gatherStatistics(owner);
    await server.settle();
    const sql = await measureSql(server, owner);
    await server.settle();
    const cpuBefore = server.cpuSeconds();
    const worker = await runWorker(url);
    const serverCpu = server.cpuSeconds() - cpuBefore;
    const again = await timed(() => runWorker(url));
    const [same, all] = await compare(owner);
    return [
      measured({
        id: 'P7b',
        what: `${SUBJECTS} subjects × 88 recalculated by the worker: scores, intervals, explanations, evidence, history`,
        unit: 's',
        product: worker.milliseconds / 1_000,
        reference: { what: 'the arithmetic in SQL, scores alone', value: sql.ms / 1_000 },
        bar: atMost(10),
        beside: {
          'CPU of the worker': `Node ${worker.cpuSeconds.toFixed(1)} s, PostgreSQL ${serverCpu.toFixed(1)} s`,
          'CPU of the SQL': `PostgreSQL ${sql.cpu.toFixed(1)} s`,
          'the same totals to four places': `${same} of ${all}`,
          'the worker started again with nothing to do, s': again / 1_000,
        },
        conditions: [`${filled.values} values, ${filled.assessments} assessments`],
      }),
      measured({
        id: 'P7b',
        what: 'peak memory (RSS) of the worker',
        unit: 'MB',
        product: worker.peakMb,
        bar: atMost(1_024, 'product'),
      }),
    ];
  } finally {
    await server.stop();
  }
}

/** Takes the judgements of other years away, so that one round is measured and not two. */
async function judgeOnly(ownerUrl: string, year: number): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query('delete from evaluation.assessment where year <> $1', [year]);
  });
}

async function measureSql(server: BenchServer, ownerUrl: string): Promise<{ ms: number; cpu: number }> {
  return withClient(ownerUrl, async (client) => {
    await client.query('set search_path = evaluation');
    await client.query("set jit = off; set work_mem = '64MB'");
    await client.query('create table bare_round (subject text, code text, score numeric, primary key (subject, code))');
    const before = server.cpuSeconds();
    const ms = await timed(() => client.query(roundInSql(FRAMEWORK, YEAR, 'bare_round')));
    return { ms, cpu: server.cpuSeconds() - before };
  });
}

interface WorkerCost {
  readonly milliseconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

async function runWorker(url: string): Promise<WorkerCost> {
  const tsx = join(projectRoot, 'node_modules/tsx/dist/cli.mjs');
  const script = join(projectRoot, 'test/bench/round-worker.ts');
  const [concurrency, batch] = [process.env['BENCH_CONCURRENCY'] ?? '2', process.env['BENCH_BATCH'] ?? '25'];
  const { stdout } = await promisify(execFile)(process.execPath, [tsx, script, url, concurrency, batch]);
  return JSON.parse(stdout);
}

/** How many totals agree: a figure that is fast and wrong is no reference. */
async function compare(ownerUrl: string): Promise<[same: number, all: number]> {
  return withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ same: number; total: number }>(
      `select count(*) filter (where b.score = r.score_value)::integer as same, count(*)::integer as total
       from evaluation.evaluation_result r join evaluation.bare_round b on b.subject = r.subject and b.code = 'whole'
       where r.known_to is null and r.year = $1`,
      [YEAR],
    );
    return [rows[0]?.same ?? 0, rows[0]?.total ?? 0];
  });
}
