import { parse } from 'graphql';
import { withClient, urlOf } from '../../shared/topology/provision.ts';
import { BenchEvaluation } from './bench-evaluation.ts';
import { BenchServer } from './bench-server.ts';
import { measureGrowth } from './growth.ts';
import type { BenchCase } from './harness/bench-case.ts';
import { atMost, currentLoad, measured, type Measurement } from './harness/measurement.ts';
import { quantile, timed } from './measure.ts';
import { fillNationalStore, gatherStatistics, nationalSubjects } from './national-store.ts';

const SUBJECTS = 3_000;
const CALCULATED = 40;
const PAGE = 50;
const RUNS = 120;
const YEAR = 2025;

const DOCUMENT = parse(`query ($orderBy: EvaluationOrder, $filter: EvaluationFilterInput, $after: String, $year: Int!) {
  evaluations(year: $year, kind: PROVINCE, orderBy: $orderBy, filter: $filter, first: ${PAGE}, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { cursor node { subject { code name } score { value low high isComplete } suggestedGrade
      completeness { expected received ratio } pillars { pillar { code } score { value } } } } } }`);

/** One list: how it is asked, and how a person who knows the tables would write it. */
interface ListCase {
  readonly what: string;
  readonly orderBy: 'OFFICIAL' | 'SCORE' | 'SCORE_ASCENDING' | 'COMPLETENESS';
  readonly filter?: object;
  readonly where: string;
  readonly order: string;
}

const CASES: readonly ListCase[] = [
  { what: 'official order', orderBy: 'OFFICIAL', where: 'true', order: 's.sort_order, s.code' },
  { what: 'by score', orderBy: 'SCORE', where: 'true', order: '-coalesce(r.score_value, -1), r.subject' },
  {
    what: 'by completeness',
    orderBy: 'COMPLETENESS',
    where: 'true',
    order: 'r.received_share, r.subject',
  },
  {
    what: 'of a unit that owes something',
    orderBy: 'OFFICIAL',
    filter: { missingFrom: ['hrss'] },
    where: `r.missing_units ?| array['hrss']`,
    order: 's.sort_order, s.code',
  },
  {
    what: 'a pillar between two scores, by score',
    orderBy: 'SCORE',
    filter: { pillarScores: [{ pillar: '2', from: '60', to: '80' }] },
    where: `exists (select from jsonb_array_elements(r.pillars) p where p ->> 'code' = '2'
      and (p -> 'score' ->> 'value')::numeric between 60 and 80)`,
    order: '-coalesce(r.score_value, -1), r.subject',
  },
  {
    what: 'between two scores and incomplete',
    orderBy: 'OFFICIAL',
    filter: { score: { from: '60', to: '75' }, isComplete: false },
    where: 'r.score_value between 60 and 75 and not r.is_complete',
    order: 's.sort_order, s.code',
  },
];

/** P8 and P9: a page of a list against the statement written by hand, and against itself with ten and a hundred times the data. */
export const listsCase: BenchCase = {
  id: 'P8',
  also: ['P9'],
  title: 'list pages and growth',
  titleZh: '列表分页与数据增长',
  bar: 'P8: p95 ≤ 2 × hand-written SQL; P9: p95 ≤ 1.2 × itself at 1 ×',
  needs: ['postgres'],
  run: async ({ isWanted }) => [...(await measureLists(isWanted)), ...(isWanted('P9') ? await measureGrowth() : [])],
};

async function measureLists(isWanted: (id: string) => boolean): Promise<Measurement[]> {
  const server = await BenchServer.start();
  try {
    const url = await server.database('evaluation', 'lists');
    await fillNationalStore(url, { subjects: CALCULATED, years: [YEAR - 1, YEAR], hasFaults: true });
    const evaluation = await BenchEvaluation.open(url);
    try {
      await evaluation.recalculation.recalculateAll(YEAR, nationalSubjects(CALCULATED));
      const owner = urlOf(server.adminUrl, { database: 'lists' });
      await multiply(owner, { from: CALCULATED, to: SUBJECTS, years: [YEAR] });
      await gatherStatistics(owner);
      const rows: Measurement[] = [];
      const one = await measureCases(evaluation);
      if (isWanted('P8')) rows.push(...one.map(toRow));
      if (!isWanted('P9')) return rows;
      const years = Array.from({ length: 9 }, (_, index) => YEAR - 9 + index);
      await multiply(owner, { from: 0, to: SUBJECTS, years });
      await gatherStatistics(owner);
      const ten = await measureCases(evaluation);
      await multiply(owner, { from: SUBJECTS, to: SUBJECTS * 10, years: [...years, YEAR] });
      await gatherStatistics(owner);
      const hundred = await measureCases(evaluation);
      return [
        ...rows,
        ...one.flatMap((base, index) => [growth(base, ten[index], 10), growth(base, hundred[index], 100)]),
      ];
    } finally {
      await evaluation.close();
    }
  } finally {
    await server.stop();
  }
}

/** More subjects and years with the calculated results as patterns, every one with a score of its own. */
async function multiply(
  ownerUrl: string,
  { from, to, years }: { from: number; to: number; years: readonly number[] },
): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query('set search_path = evaluation');
    await client.query(
      `insert into subject (code, name, kind, is_demo, sort_order)
       select (800000 + place)::text, '演示对象' || lpad(place::text, 5, '0'), 'province', true, 10000 + place
       from generate_series($1::integer, $2::integer - 1) place on conflict do nothing`,
      [from, to],
    );
    await client.query(
      `insert into evaluation_result (id, subject, year, framework, model, score_value, score_low, score_high, is_complete,
         grade, possible_grades, grade_reason, completeness, missing, pillars, groups, member_units, kpis, digest, known_from)
       select gen_random_uuid(), (800000 + place)::text, made.year, r.framework, r.model, round((45 + 50 * random())::numeric, 4),
         r.score_low, r.score_high, r.is_complete, r.grade, r.possible_grades, r.grade_reason, r.completeness, r.missing,
         r.pillars, r.groups, r.member_units, r.kpis, r.digest, r.known_from
       from generate_series($1::integer, $2::integer - 1) place cross join unnest($3::integer[]) as made (year)
       join evaluation_result r on r.subject = (800000 + place % $4::integer)::text and r.year = $5 and r.known_to is null`,
      [from, to, years, CALCULATED, YEAR],
    );
  });
}

interface Measured {
  readonly what: string;
  readonly product: readonly number[];
  readonly byHand: readonly number[];
  readonly load: number;
}

/** Both sides in turn, first pages and pages further on. */
async function measureCases(evaluation: BenchEvaluation): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const each of CASES) {
    const variables = { orderBy: each.orderBy, filter: each.filter ?? null, year: YEAR };
    const first = await evaluation.ask(DOCUMENT, variables);
    const after = /"endCursor":"([^"]+)"/.exec(JSON.stringify(first))?.[1] ?? null;
    const sql = byHand(each);
    const [product, hand]: [number[], number[]] = [[], []];
    for (let run = -10; run < RUNS; run += 1) {
      const asked = await timed(() => evaluation.ask(DOCUMENT, { ...variables, after: run % 2 === 0 ? null : after }));
      const written = await timed(() => evaluation.dataSource.query(sql(run % 2 === 0 ? 0 : PAGE)));
      if (run < 0) continue;
      product.push(asked);
      hand.push(written);
    }
    measured.push({ what: each.what, product, byHand: hand, load: currentLoad() });
  }
  return measured;
}

function byHand({ where, order }: ListCase): (offset: number) => string {
  return (
    offset,
  ) => `select s.code, s.name, r.score_value, r.score_low, r.score_high, r.is_complete, r.grade, r.completeness, r.pillars
    from evaluation_result r join subject s on s.code = r.subject
    where r.year = ${YEAR} and r.framework = 'national-2022' and r.known_to is null and s.kind = 'province' and ${where}
    order by ${order} offset ${offset} limit ${PAGE + 1}`;
}

function toRow({ what, product, byHand: hand, load }: Measured): Measurement {
  return measured({
    id: 'P8',
    what: `page of ${PAGE} of ${SUBJECTS}, ${what}, p95`,
    unit: 'ms',
    product: quantile(product, 0.95),
    reference: { what: 'the statement written by hand', value: quantile(hand, 0.95) },
    bar: atMost(2),
    beside: { 'ratio of medians': quantile(product, 0.5) / quantile(hand, 0.5), 'load average': load },
  });
}

function growth(base: Measured, larger: Measured | undefined, times: number): Measurement {
  const of = (side: Measured | undefined, p: number): number => quantile(side?.product ?? [], p);
  return measured({
    id: 'P9',
    what: `page, ${base.what}, with ${times} × the results, p95`,
    unit: 'ms',
    product: of(larger, 0.95),
    reference: { what: `itself with ${SUBJECTS}`, value: of(base, 0.95) },
    bar: atMost(1.2),
    beside: { 'ratio of medians': of(larger, 0.5) / of(base, 0.5), 'load average': larger?.load ?? 0 },
  });
}
