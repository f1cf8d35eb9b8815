import { parse } from 'graphql';
import { urlOf } from '../../shared/topology/provision.ts';
import { BenchEvaluation } from './bench-evaluation.ts';
import { BenchServer } from './bench-server.ts';
import { withoutSources } from './consolidated.ts';
import { atMost, measured, type Measurement } from './harness/measurement.ts';
import { quantile, timed } from './measure.ts';
import { copyEvaluations } from './more-results.ts';
import { fillNationalStore, gatherStatistics, nationalSubjects } from './national-store.ts';

const CALCULATED = 30;
const SIZES = [30, 300, 3_000];
const RUNS = 150;
const YEAR = 2025;

/** The consolidated evaluation as integrators ask it, without the fields other subgraphs answer. */
const DOCUMENT = parse(
  withoutSources
    .replace(/^ {2}memberUnits .*$/m, '')
    .replace('leadUnit { code name carriedBy { code } }', 'leadUnit { code }')
    .replaceAll('memberUnit { code name }', 'memberUnit { code }'),
);

/** P9: one subject's evaluation with its 88 indicators, among 30, 300 and 3,000 whose results are stored. */
export async function measureGrowth(): Promise<Measurement[]> {
  const server = await BenchServer.start();
  try {
    const url = await server.database('evaluation', 'growth');
    const owner = urlOf(server.adminUrl, { database: 'growth' });
    await fillNationalStore(url, { subjects: CALCULATED, years: [YEAR - 1, YEAR], hasFaults: true });
    const evaluation = await BenchEvaluation.open(url);
    try {
      await evaluation.recalculation.recalculateAll(YEAR, nationalSubjects(CALCULATED));
      const measured: number[][] = [];
      let before = CALCULATED;
      for (const size of SIZES) {
        await copyEvaluations(owner, { from: before, to: size, calculated: CALCULATED, year: YEAR });
        await gatherStatistics(owner);
        measured.push(await askMany(evaluation, size));
        before = size;
      }
      return toRows(measured);
    } finally {
      await evaluation.close();
    }
  } finally {
    await server.stop();
  }
}

/** Every time another subject, the same ones at every size as far as there are so many. */
async function askMany(evaluation: BenchEvaluation, size: number): Promise<number[]> {
  const times: number[] = [];
  for (let run = -20; run < RUNS; run += 1) {
    const code = String(800_000 + (((run + 20) * 97) % size));
    const time = await timed(() => evaluation.ask(DOCUMENT, { code, year: YEAR }));
    if (run >= 0) times.push(time);
  }
  return times;
}

/** Each size against the smallest. */
function toRows(times: readonly number[][]): Measurement[] {
  const at = (index: number, p: number): number => quantile(times[index] ?? [], p);
  return SIZES.slice(1).map((size, index) =>
    measured({
      id: 'P9',
      what: `one evaluation with 88 indicators among ${size} stored, p95`,
      unit: 'ms',
      product: at(index + 1, 0.95),
      reference: { what: `among ${SIZES[0]}`, value: at(0, 0.95) },
      bar: atMost(1.2),
      beside: { 'ratio of medians': at(index + 1, 0.5) / at(0, 0.5) },
    }),
  );
}
