import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import { projectRoot } from '../../shared/config/project-root.ts';
import { urlOf, withClient } from '../../shared/topology/provision.ts';
import { BenchEvaluation } from './bench-evaluation.ts';
import { BenchServer } from './bench-server.ts';
import { type BenchRow, quantile, timed } from './measure.ts';
import { fillNationalStore, gatherStatistics, nationalSubjects } from './national-store.ts';

const CALCULATED = 30;
const SIZES = [30, 300, 3_000];
const RUNS = 150;
const YEAR = 2025;

/** The consolidated evaluation as integrators ask it, without the fields other subgraphs answer. */
const DOCUMENT = parse(
  readFileSync(join(projectRoot, 'test/fixtures/documents/consolidated.graphql'), 'utf8')
    .replace(/source \{ id \}/, '')
    .replace(/^\s*(hrss|sasac|education|tradeUnion)\(.*$/gm, '')
    .replace(/^ {2}memberUnits .*$/m, '')
    .replace('leadUnit { code name carriedBy { code } }', 'leadUnit { code }')
    .replaceAll('memberUnit { code name }', 'memberUnit { code }'),
);

/** P9: one subject's evaluation with its 88 indicators, among 30, 300 and 3,000 whose results are stored. */
export async function measureGrowth(): Promise<BenchRow[]> {
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
        await multiply(owner, before, size);
        await gatherStatistics(owner);
        measured.push(await askMany(evaluation, size));
        before = size;
      }
      return [toRow(measured)];
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

/** More subjects with the calculated results as patterns. */
async function multiply(ownerUrl: string, from: number, to: number): Promise<void> {
  if (from >= to) return;
  await withClient(ownerUrl, async (client) => {
    await client.query('set search_path = evaluation');
    const pattern = `(800000 + place % ${CALCULATED})::text`;
    const places = 'generate_series($1::integer, $2::integer - 1) place';
    await client.query(
      `insert into subject (code, name, kind, is_demo, sort_order)
       select (800000 + place)::text, '演示对象' || lpad(place::text, 5, '0'), 'province', true, 10000 + place from ${places}`,
      [from, to],
    );
    await client.query(
      `insert into evaluation_result (id, subject, year, framework, model, score_value, score_low, score_high, is_complete,
         grade, possible_grades, grade_reason, completeness, missing, pillars, groups, member_units, kpis, digest, known_from)
       select gen_random_uuid(), (800000 + place)::text, r.year, r.framework, r.model, r.score_value, r.score_low, r.score_high,
         r.is_complete, r.grade, r.possible_grades, r.grade_reason, r.completeness, r.missing, r.pillars, r.groups,
         r.member_units, r.kpis, r.digest, r.known_from
       from ${places} join evaluation_result r on r.subject = ${pattern} and r.known_to is null`,
      [from, to],
    );
    const { rows } = await client.query<{ columns: string }>(
      `select string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns from information_schema.columns
       where table_schema = 'evaluation' and table_name = 'indicator_result' and column_name <> 'subject' and is_generated = 'NEVER'`,
    );
    const columns = rows[0]?.columns ?? '';
    await client.query(
      `insert into indicator_result (subject, ${columns}) select (800000 + place)::text, ${columns
        .split(', ')
        .map((column) => `r.${column}`)
        .join(', ')}
       from ${places} join indicator_result r on r.subject = ${pattern} and r.year = ${YEAR} and r.known_to is null`,
      [from, to],
    );
  });
}

function toRow(measured: readonly number[][]): BenchRow {
  const at = (p: number) => measured.map((times) => quantile(times, p));
  const against = (figures: readonly number[]) =>
    figures.slice(1).map((figure) => (figure / (figures[0] ?? Number.NaN)).toFixed(2));
  return {
    id: 'P9',
    what: `one evaluation with 88 indicators, of ${SIZES.join(' / ')} stored`,
    value: `p95 ${at(0.95)
      .map((ms) => ms.toFixed(1))
      .join(
        ' / ',
      )} ms: ${against(at(0.95)).join(', ')} (medians ${against(at(0.5)).join(', ')}; load ${loadavg()[0]?.toFixed(1)})`,
  };
}
