// biome-ignore-all lint/suspicious/noExplicitAny: answers are read field by field
import { graphql, type GraphQLSchema } from 'graphql';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { createSubgraphContext } from '../../shared/graphql/context.ts';
import type { Role } from '../../shared/identity/role.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { runInScope } from '../../shared/observability/request-scope.ts';
import { newTrace } from '../../shared/observability/trace.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { RecalculationService } from '../../subgraphs/evaluation/result/recalculation/recalculation.service.ts';
import { createEvaluationSubgraph } from '../../subgraphs/evaluation/subgraph.ts';
import { seedSubjects } from '../../subgraphs/evaluation/subject/seed-subjects.ts';
import { DistrictFeed, type Report } from '../testkit/district-feed.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

const catalogue = loadCatalogue();
const log = createLogger('evaluation', 'silent');

const SCORES = 'before { value low high isComplete } after { value low high isComplete }';
const IMPACT = `
  subject { code } year framework { code } valueCount
  values { measure { code } period { code } dimensions { key code } memberUnit { code } before after }
  indicators { indicator { key code name } score { ${SCORES} } }
  pillars { pillar { code } score { ${SCORES} } }
  score { ${SCORES} }
  suggestedGrade { before after }
  keyPerformanceIndicators { code name before after }
  memberUnits { memberUnit { code } before { received score { value } } after { received score { value } } }`;
const ERRORS = 'errors { code path row message remedy }';
const OF_PUBLICATION = `query ($id: ID!) {
  publicationImpact(publication: $id) { publication memberUnit { code } valueCount evaluationCount evaluations { ${IMPACT} } ${ERRORS} }
}`;
const OF_CHANGES = `query ($changes: [ObservationChangeInput!]!, $subject: ID! = "110106", $year: Int! = 2025) {
  changeImpact(subject: $subject, year: $year, changes: $changes) { evaluation { ${IMPACT} } ${ERRORS} }
}`;
const RESULT = `
  isProvisional score { value low high isComplete } suggestedGrade completeness { expected received unaccepted }
  missing { memberUnit { code } cells unaccepted }
  pillars { pillar { code } score { value low high isComplete } }
  keyPerformanceIndicators { code value }
  indicators(first: 100) { edges { node { indicator { code } explanation score { value low high isComplete } } } }`;
const OBSERVATIONS = `query ($measure: String!, $period: PeriodCode!, $provisional: Boolean!) {
  subject(code: "110106") {
    observations(filter: { measures: [$measure], period: $period, memberUnits: ["hrss"] }, first: 500, provisional: $provisional) {
      totalCount edges { node { id value state revision dimensions { key code } } }
    }
  }
}`;
const OFFICIAL = `{ subject(code: "110106") { evaluation(year: 2025) { calculatedAt ${RESULT} } } }`;
const PROVISIONAL = `{ subject(code: "110106") { evaluation(year: 2025, provisional: true) { ${RESULT} } } }`;

describe('the impact of what waits', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let schema: GraphQLSchema;
  let recalculation: RecalculationService;
  let feed: DistrictFeed;

  beforeAll(async () => {
    database = await createServiceDatabase('evaluation');
    dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
    await seedSubjects(dataSource, catalogue, 'on');
    schema = await createEvaluationSubgraph({ database: dataSource, catalogue, clock: systemClock });
    const register = new FrameworkRegister(catalogue);
    recalculation = new RecalculationService({ dataSource, catalogue, register, catalogueDigest: 'test' });
    feed = new DistrictFeed(catalogue, new IngestService(dataSource, register));
    await feed.acceptDemo();
    for (const year of [2023, 2024, 2025]) await recalculate(year);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const recalculate = (year = 2025) => recalculation.recalculate({ subject: '110106', year });

  async function ask(source: string, variables: Record<string, unknown> = {}, who: Partial<Who> = {}) {
    const { roles, unit } = { roles: ['lead-approver'] as Role[], unit: 'union', ...who };
    const viewer = { subject: 'somebody', memberUnit: unit, roles, purpose: 'test' };
    const scope = { trace: newTrace(), statements: 0 };
    const contextValue = createSubgraphContext(viewer, scope.trace, log);
    const answer = await runInScope(scope, () => graphql({ schema, source, variableValues: variables, contextValue }));
    return { data: answer.data as any, errors: answer.errors, statements: scope.statements };
  }
  const asUnit = (unit: string): Who => ({ roles: ['unit-editor'], unit });

  async function official() {
    return (await ask(OFFICIAL)).data.subject.evaluation;
  }

  /** Everything stored about results, to the row. */
  async function storedResults(): Promise<unknown> {
    return dataSource.query(`select 'whole' as what, digest, known_from::text, known_to::text from evaluation_result
      union all select indicator, digest, known_from::text, known_to::text from indicator_result order by 1, 3, 2`);
  }

  async function jobs(): Promise<number> {
    const [row] = await dataSource.query(`select count(*)::integer as jobs from graphile_worker.jobs`);
    return row.jobs;
  }

  async function finishJobs(): Promise<void> {
    await dataSource.query(`select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))`);
    expect(await jobs()).toBe(0);
  }

  /** Values of a unit, made a fifth larger. */
  const enlarged = (unit: string, count: number, year = '2025'): Report[] =>
    feed
      .entered(unit, year)
      .filter(({ value }) => value !== null && /^[1-9]\d*$/.test(value))
      .slice(0, count)
      .map((report) => ({ ...report, value: String(Math.round(Number(report.value) * 1.2)) }));

  /** The impact says what the official result became, and before what it was. */
  async function expectTrue(impact: any, before: any) {
    const after = await official();
    expect(impact.score).toEqual({ before: before.score, after: after.score });
    expect(impact.suggestedGrade).toEqual({ before: before.suggestedGrade, after: after.suggestedGrade });
    const changed = (list: (of: any) => [string, any][]) => {
      const was = new Map(list(before));
      return list(after).flatMap(([code, now]) =>
        JSON.stringify(was.get(code)) === JSON.stringify(now) ? [] : [{ code, before: was.get(code), after: now }],
      );
    };
    const indicators = changed((of) => of.indicators.edges.map(({ node }: any) => [node.indicator.code, node.score]));
    expect(indicators.length).toBeGreaterThan(0);
    expect(impact.indicators.map(({ indicator, score }: any) => ({ code: indicator.code, ...score }))).toEqual(
      indicators,
    );
    const pillars = changed((of) => of.pillars.map(({ pillar, score }: any) => [pillar.code, score]));
    expect(impact.pillars.map(({ pillar, score }: any) => ({ code: pillar.code, ...score }))).toEqual(pillars);
    const kpis = changed((of) => of.keyPerformanceIndicators.map(({ code, value }: any) => [code, value]));
    expect(impact.keyPerformanceIndicators.map(({ name: _, ...kpi }: any) => kpi)).toEqual(kpis);
  }

  it('is told before anybody decides, without moving the official result, and comes true on acceptance', async () => {
    const before = await official();
    const stored = await storedResults();
    const reports = enlarged('hrss', 40);
    await feed.submit('p-amendment', reports);
    await recalculate();
    const { data, errors } = await ask(OF_PUBLICATION, { id: 'p-amendment' });
    expect(errors).toBeUndefined();
    const { evaluations, ...rest } = data.publicationImpact;
    expect(rest).toEqual({
      publication: 'p-amendment',
      memberUnit: { code: 'hrss' },
      valueCount: reports.length,
      evaluationCount: evaluations.length,
      errors: [],
    });
    const impact = evaluations[0];
    expect(impact).toMatchObject({ subject: { code: '110106' }, year: 2025, valueCount: reports.length });
    const [value] = impact.values;
    expect(Number(value.after)).toBeGreaterThan(Number(value.before));
    expect(impact.memberUnits.length).toBeGreaterThan(0);
    expect(await storedResults()).toEqual(stored);
    expect(await official()).toEqual(before);

    await feed.settle('p-amendment', 'ACCEPTED');
    await recalculate();
    await expectTrue(impact, before);
    const gone = await ask(OF_PUBLICATION, { id: 'p-amendment' });
    expect(gone.data.publicationImpact.errors[0].code).toBe('PUBLICATION_NOT_PENDING');
  });

  it('comes true for values where nothing counts', async () => {
    const { completeness } = await official();
    const reports = feed.entered('union', '2025').slice(0, 60);
    await feed.withdraw(reports);
    await recalculate();
    const before = await official();
    expect(before.completeness.received).toBe(completeness.received - reports.length);
    await feed.submit('p-first', reports);
    const { data } = await ask(OF_PUBLICATION, { id: 'p-first' });
    expect(data.publicationImpact.evaluations[0].values.every(({ before: was }: any) => was === null)).toBe(true);
    await feed.settle('p-first', 'ACCEPTED');
    await recalculate();
    await expectTrue(data.publicationImpact.evaluations[0], before);
  });

  it('comes true for a withdrawal, cell by cell', async () => {
    const before = await official();
    const stored = await storedResults();
    const cells = enlarged('hrss', 12);
    const changes = cells.map(({ measure, period, dimensions }) => ({
      ...{ measure, period },
      dimensions: dimensions === '' ? [] : dimensions.split(';').map((part) => toDimension(part)),
      value: null,
    }));
    const { data, errors } = await ask(OF_CHANGES, { changes });
    expect(errors).toBeUndefined();
    expect(data.changeImpact.errors).toEqual([]);
    const impact = data.changeImpact.evaluation;
    expect(impact.values.map(({ after }: any) => after)).toEqual(cells.map(() => null));
    expect(await storedResults()).toEqual(stored);
    await feed.withdraw(cells);
    await recalculate();
    await expectTrue(impact, before);
    await feed.accept(cells);
    await recalculate();
  });

  it('shows a unit the indicators its own values move, scores of those it leads, and no more before circulation', async () => {
    await feed.submit('p-own', enlarged('hrss', 10));
    const { data, errors } = await ask(OF_PUBLICATION, { id: 'p-own' }, asUnit('hrss'));
    expect(errors).toBeUndefined();
    const [impact] = data.publicationImpact.evaluations;
    expect(impact.values).toHaveLength(10);
    expect(impact).toMatchObject({ suggestedGrade: null, pillars: [], keyPerformanceIndicators: [] });
    expect(impact.score).toEqual({ before: null, after: null });
    expect(impact.memberUnits.map(({ memberUnit }: any) => memberUnit.code)).toEqual(['hrss']);
    const whole = (await ask(OF_PUBLICATION, { id: 'p-own' })).data.publicationImpact.evaluations[0];
    const keys = (list: any[]) => list.map(({ indicator }) => indicator.key);
    expect(keys(impact.indicators)).toEqual(keys(whole.indicators));
    const leads = catalogue.splits.get('fengtai-2023')?.indicators;
    for (const [index, { indicator, score }] of impact.indicators.entries()) {
      const isOwn = leads?.get(indicator.code)?.lead === 'hrss';
      expect(score).toEqual(isOwn ? whole.indicators[index].score : { before: null, after: null });
    }
    expect(impact.indicators.some(({ score }: any) => score.after !== null)).toBe(true);
    for (const other of [asUnit('education'), { roles: ['assessor'] as Role[], unit: 'x' }]) {
      const refused = await ask(OF_PUBLICATION, { id: 'p-own' }, other);
      expect(refused.data.publicationImpact).toMatchObject({ valueCount: 0, evaluations: [] });
      expect(refused.data.publicationImpact.errors[0].code).toBe('PUBLICATION_NOT_PENDING');
    }
    await feed.settle('p-own', 'RETURNED');
  });

  it('says in data what cannot be asked, change by change', async () => {
    const change = { measure: 'industrial-workers', period: '2025', dimensions: [], value: '5' };
    const findings = async (changes: unknown[], who?: Who) => {
      const { data } = await ask(OF_CHANGES, { changes }, who);
      return data.changeImpact.errors.map(({ code, row }: any) => [code, row]);
    };
    expect(
      await findings([
        change,
        change,
        { ...change, measure: 'nothing' },
        { ...change, measure: 'highly-skilled-share' },
        { ...change, dimensions: [{ key: 'a', code: 'b' }] },
        { ...change, period: '2031' },
        { ...change, period: '2024', value: 'many' },
      ]),
    ).toEqual([
      ['CELL_REPEATED', 2],
      ['MEASURE_UNKNOWN', 3],
      ['MEASURE_COMPUTED', 4],
      ['DIMENSIONS_WRONG', 5],
      ['PERIOD_NOT_USED', 6],
      ['VALUE_WRONG', 7],
    ]);
    expect(await findings([])).toEqual([['CHANGES_REQUIRED', null]]);
    const many = Array.from({ length: 201 }, () => change);
    expect(await findings(many)).toEqual([['TOO_MANY_CHANGES', null]]);
    expect(await findings([change], asUnit('hrss'))).toEqual([['CELL_NOT_OWN', 1]]);
    const unknown = await ask(OF_CHANGES, { changes: [change], subject: 'nowhere' });
    expect(unknown.data.changeImpact.errors[0].code).toBe('SUBJECT_UNKNOWN');
    const early = await ask(OF_CHANGES, { changes: [change], year: 1990 });
    expect(early.data.changeImpact.errors[0].code).toBe('YEAR_NOT_EVALUATED');
    const assessor = await ask(OF_CHANGES, { changes: [change] }, { roles: ['assessor'], unit: 'x' });
    expect(assessor.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  it('reaches the year after, of which the values are the base', async () => {
    const before = await official();
    await feed.submit('p-base', enlarged('hrss', 40, '2024'));
    const { data } = await ask(OF_PUBLICATION, { id: 'p-base' });
    const { evaluations, evaluationCount } = data.publicationImpact;
    expect(evaluations.map(({ year }: any) => year)).toEqual([2024, 2025]);
    expect(evaluationCount).toBe(2);
    await feed.settle('p-base', 'ACCEPTED');
    await recalculate(2024);
    await recalculate();
    await expectTrue(evaluations[1], before);
  });

  it('asks the database as often for a large publication as for one value', async () => {
    await feed.submit('p-small', enlarged('hrss', 1));
    await feed.submit('p-large', enlarged('hrss', 40));
    const [small, large] = [await ask(OF_PUBLICATION, { id: 'p-small' }), await ask(OF_PUBLICATION, { id: 'p-large' })];
    expect(large.data.publicationImpact.valueCount).toBe(40);
    expect(large.statements).toBe(small.statements);
    await feed.settle('p-small', 'WITHDRAWN');
    await feed.settle('p-large', 'WITHDRAWN');
  });

  describe('a value that nobody has accepted', () => {
    it('is called unaccepted where nothing counts, wakes the evaluation once, and moves no score', async () => {
      const [cell] = feed.entered('ndrc', '2025').filter(({ measure }) => measure === 'in-five-year-plan');
      if (cell === undefined) throw new Error('the demo has no value of the plan');
      await feed.withdraw([cell]);
      await recalculate();
      const missing = await official();
      await finishJobs();
      await feed.submit('p-new', [cell]);
      expect(await jobs()).toBe(1);
      await finishJobs();
      await feed.settle('p-new', 'APPROVED');
      expect(await jobs()).toBe(0);
      await recalculate();
      const waiting = await official();
      expect(waiting.completeness).toEqual({ ...missing.completeness, unaccepted: 1 });
      expect(waiting.score).toEqual(missing.score);
      expect(scores(waiting)).toEqual(scores(missing));
      expect(JSON.stringify(waiting.indicators)).toContain('尚未核收');
      await feed.settle('p-new', 'RETURNED');
      await recalculate();
      expect({ ...(await official()), calculatedAt: null }).toEqual({ ...missing, calculatedAt: null });
      await feed.accept([cell]);
      await recalculate();
    });

    it('does not wake the evaluation while another value counts in its place', async () => {
      await finishJobs();
      await feed.submit('p-quiet', enlarged('union', 3));
      await feed.settle('p-quiet', 'RETURNED');
      expect(await jobs()).toBe(0);
    });

    it('stands in the place of what counts for its unit and the office, and for nobody else', async () => {
      const [report] = enlarged('hrss', 1);
      if (report === undefined) throw new Error('the demo has no values of hrss');
      await feed.submit('p-shown', [report]);
      const list = async (provisional: boolean, who?: Who) => {
        const { measure, period } = report;
        const { data, errors } = await ask(OBSERVATIONS, { measure, period, provisional }, who);
        expect(errors).toBeUndefined();
        const { totalCount, edges } = data.subject.observations;
        expect(edges).toHaveLength(totalCount);
        return edges.map(({ node }: any) => node);
      };
      const accepted = await list(false);
      expect(accepted.map(({ state }: any) => state)).not.toContain('SUBMITTED');
      const provisional = await list(true);
      expect(provisional).toHaveLength(accepted.length);
      const isReported = ({ dimensions }: any) => textOf(dimensions) === report.dimensions;
      expect(provisional.find(isReported)).toMatchObject({ state: 'SUBMITTED', value: report.value });
      expect(provisional.filter((node: any) => !isReported(node))).toEqual(
        accepted.filter((node: any) => !isReported(node)),
      );
      expect(await list(true, asUnit('hrss'))).toEqual(provisional);
      expect(await list(false, asUnit('hrss'))).toEqual(accepted);
      const service = { roles: ['service'] as Role[], unit: 'x' };
      expect(await list(true, service)).toEqual(await list(false, service));
      expect(await list(true, asUnit('education'))).toEqual([]);
      const early = await ask(`{ subject(code: "110106") {
        observations(provisional: true, asOf: "2026-01-01T00:00:00Z") { totalCount } } }`);
      expect(early.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
      await feed.settle('p-shown', 'RETURNED');
      expect(await list(true)).toEqual(accepted);
    });

    it('counts in the provisional evaluation, which only the office sees and which says what it is', async () => {
      await feed.submit('p-provisional', enlarged('hrss', 30));
      const was = await official();
      const impact = (await ask(OF_PUBLICATION, { id: 'p-provisional' })).data.publicationImpact.evaluations[0];
      const { data, errors } = await ask(PROVISIONAL);
      expect(errors).toBeUndefined();
      const provisional = data.subject.evaluation;
      expect(provisional).toMatchObject({ isProvisional: true, score: impact.score.after });
      expect(was.isProvisional).toBe(false);
      expect(await official()).toEqual(was);
      for (const who of [asUnit('hrss'), { roles: ['service'] as Role[], unit: 'x' }]) {
        const refused = await ask(PROVISIONAL, {}, who);
        expect(refused.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
        expect(refused.data.subject.evaluation).toBeNull();
      }
      await feed.settle('p-provisional', 'ACCEPTED');
      await recalculate();
      expect(scores(await official())).toEqual(scores(provisional));
    });
  });
});

interface Who {
  readonly roles: Role[];
  readonly unit: string;
}

function scores(evaluation: any): unknown[] {
  return evaluation.indicators.edges.map(({ node }: any) => [node.indicator.code, node.score]);
}

function textOf(dimensions: { key: string; code: string }[]): string {
  return dimensions.map(({ key, code }) => `${key}=${code}`).join(';');
}

function toDimension(part: string): { key: string; code: string } {
  const [key = '', code = ''] = part.split('=');
  return { key, code };
}
