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
import { aChange, type FakeValue } from '../../subgraphs/evaluation/worker/fake-change-source.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

const catalogue = loadCatalogue();
const log = createLogger('evaluation', 'silent');

const CONSOLIDATED = `query Consolidated($code: String!, $year: Int!, $asOf: DateTime) {
  subject(code: $code) {
    code name kind
    evaluation(year: $year, asOf: $asOf) {
      year asOf framework { code status }
      score { value low high isComplete } suggestedGrade possibleGrades
      completeness { expected received ratio }
      missing { memberUnit { code } measures { code } }
      pillars { pillar { code name kind } weight score { value low high isComplete } }
      groups { group { code pillar { code } } weight score { value } }
      memberUnits { memberUnit { code } leads received expected score { value low high isComplete } }
      keyPerformanceIndicators { code name value unitOfMeasure { name } }
      indicators(first: 100) {
        totalCount pageInfo { hasNextPage endCursor }
        edges { node {
          indicator { id key code name definition nature weight group { code name } pillar { code name kind } }
          leadUnit { code }
          status score { value low high isComplete } explanation assessments { item { code } body mark }
          evidence { id measure { code name unitOfMeasure { code name } } period { code } dimensions { key code } value state revision
            receivedAt memberUnit { code } source { __typename reference } inputs { id memberUnit { code } } }
        } }
      }
    }
    observations(filter: { period: "2025" }, first: 100) { totalCount edges { node { measure { code } value memberUnit { code } } } }
  }
}`;

describe('the evaluation subgraph', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let schema: GraphQLSchema;
  let recalculation: RecalculationService;
  let ingest: IngestService;
  const positions = new Map<string, bigint>();

  beforeAll(async () => {
    database = await createServiceDatabase('evaluation');
    dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
    await seedSubjects(dataSource, catalogue, 'national');
    schema = await createEvaluationSubgraph({ database: dataSource, catalogue, clock: systemClock });
    const register = new FrameworkRegister(catalogue);
    recalculation = new RecalculationService({ dataSource, catalogue, register, catalogueDigest: 'test' });
    ingest = new IngestService(dataSource, register);
    await take(
      'union',
      { measure: 'industrial-workers', value: '120' },
      { measure: 'enterprises-running-reform', value: '8', dimensions: 'ownership=non-public', period: '2025-Q1' },
    );
    await take('hrss', { measure: 'highly-skilled-workers', value: '30' });
    await take('union', { measure: 'in-five-year-plan', value: 'true', memberUnit: 'ndrc' });
    await recalculation.recalculate({ subject: '110106', year: 2025 });
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  async function take(department: string, ...values: FakeValue[]): Promise<void> {
    const from = positions.get(department) ?? 0n;
    const changes = values.map((value, index) => aChange(department, from + BigInt(index + 1), value));
    positions.set(department, from + BigInt(values.length));
    await ingest.ingest(department, { head: from + BigInt(values.length), changes });
  }

  async function ask(
    source: string,
    variables: Record<string, unknown> = {},
    roles: Role[] = ['lead-evaluator'],
    memberUnit = 'union',
  ) {
    const viewer = { subject: 'somebody', memberUnit, roles, purpose: 'test' };
    const scope = { trace: newTrace(), statements: 0 };
    const answer = await runInScope(scope, () =>
      graphql({
        schema,
        source,
        variableValues: variables,
        contextValue: createSubgraphContext(viewer, scope.trace, log),
      }),
    );
    return { data: answer.data as any, errors: answer.errors, statements: scope.statements };
  }

  const district = { code: '110106', year: 2025 };

  it('answers the consolidated evaluation with scores, gaps and evidence', async () => {
    const { data, errors } = await ask(CONSOLIDATED, district);
    expect(errors).toBeUndefined();
    const { evaluation, ...subject } = data.subject;
    expect(subject).toMatchObject({ code: '110106', name: '丰台区（演示）', kind: 'DISTRICT' });
    expect(evaluation.framework).toEqual({ code: 'fengtai-2023', status: 'DERIVED' });
    expect(evaluation.pillars).toHaveLength(7);
    expect(evaluation.groups).toHaveLength(25);
    expect(evaluation.memberUnits).toHaveLength(29);
    expect(evaluation.indicators.totalCount).toBe(80);
    expect(evaluation.indicators.edges).toHaveLength(80);
    expect(evaluation.score.isComplete).toBe(false);
    expect(Number(evaluation.score.low)).toBeLessThan(Number(evaluation.score.high));
    expect(evaluation.completeness.received).toBeGreaterThan(0);
    expect(evaluation.missing.length).toBeGreaterThan(10);
    const first = evaluation.indicators.edges[0].node;
    expect(first).toMatchObject({
      status: 'COMPLETE',
      leadUnit: { code: 'ndrc' },
      score: { value: '100', isComplete: true },
    });
    expect(first.indicator).toMatchObject({
      id: 'fengtai-2023:1',
      key: 'development-plan-inclusion',
      nature: 'QUALITATIVE',
    });
    expect(first.evidence).toHaveLength(1);
    expect(first.evidence[0]).toMatchObject({
      measure: { code: 'in-five-year-plan', unitOfMeasure: { code: 'yes-no' } },
      value: 'true',
      state: 'ACCEPTED',
      memberUnit: { code: 'ndrc' },
      source: { __typename: 'TradeUnionObservation', reference: 'union:2025:3' },
    });
  });

  it('shows a value derived from two departments with its parts and without a source', async () => {
    const { data } = await ask(CONSOLIDATED, district);
    const evidence = data.subject.evaluation.indicators.edges.flatMap(
      (edge: { node: { evidence: unknown[] } }) => edge.node.evidence,
    );
    const derived = evidence.find(
      (each: { measure: { code: string } }) => each.measure.code === 'highly-skilled-share',
    );
    expect(derived).toMatchObject({ value: '0.25', memberUnit: { code: 'hrss' }, source: null });
    expect(derived.inputs.map((input: { memberUnit: { code: string } }) => input.memberUnit.code).sort()).toEqual([
      'hrss',
      'union',
    ]);
    const kpi = data.subject.evaluation.keyPerformanceIndicators.find(
      ({ code }: { code: string }) => code === 'kpi-highly-skilled-share',
    );
    expect(kpi).toMatchObject({ value: '0.25', unitOfMeasure: { name: '%' } });
  });

  it('lists accepted values of a period with the shorter ones inside it, page by page', async () => {
    const { data } = await ask(CONSOLIDATED, district);
    expect(data.subject.observations.totalCount).toBe(5);
    const page = `query ($after: String, $exact: Boolean) { subject(code: "110106") {
      observations(filter: { period: "2025", exactPeriod: $exact }, first: 2, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { id measure { code } period { code } } } } } }`;
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 3; pages += 1) {
      const { data: each }: { data: any } = await ask(page, { after });
      seen.push(...each.subject.observations.edges.map(({ node }: { node: { id: string } }) => node.id));
      after = each.subject.observations.pageInfo.endCursor;
    }
    expect(new Set(seen).size).toBe(5);
    const exact = await ask(page, { exact: true });
    expect(exact.data.subject.observations.totalCount).toBe(4);
    const foreign = await ask(page, { after: 'bm90IG91cnM' });
    expect(foreign.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('filters indicators by pillar, status, lead unit and key', async () => {
    const { data } = await ask(`{ subject(code: "110106") { evaluation(year: 2025) {
      byUnit: indicators(filter: { leadUnits: ["hrss"] }, first: 500) { totalCount }
      byStatus: indicators(filter: { statuses: [COMPLETE], pillars: ["1"] }) { edges { node { indicator { key } } } }
      byKey: indicators(filter: { keys: ["development-plan-inclusion"] }) { totalCount } } } }`);
    expect(data.subject.evaluation).toEqual({
      byUnit: { totalCount: 15 },
      byStatus: { edges: [{ node: { indicator: { key: 'development-plan-inclusion' } } }] },
      byKey: { totalCount: 1 },
    });
  });

  it('keeps suggested grades from everyone but the lead office', async () => {
    const query =
      '{ subject(code: "110106") { evaluation(year: 2025) { suggestedGrade possibleGrades gradeReason score { high } } } }';
    const lead = await ask(query);
    expect(lead.data.subject.evaluation.possibleGrades.length).toBeGreaterThan(0);
    for (const role of ['unit-editor', 'service'] as const) {
      const { data, errors } = await ask(query, {}, [role]);
      expect(errors).toBeUndefined();
      expect(data.subject.evaluation).toMatchObject({ suggestedGrade: null, possibleGrades: [], gradeReason: null });
    }
    // Before circulation a unit sees its own part without the district's score, others nothing.
    expect((await ask(query, {}, ['unit-editor'])).data.subject.evaluation.score).toBeNull();
    for (const role of ['integrator', 'assessor'] as const) {
      expect((await ask(query, {}, [role])).data.subject.evaluation).toBeNull();
    }
    expect((await ask(query, {}, ['auditor'])).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    expect((await ask(query, {}, [])).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  it('answers as of an instant: nothing before the first value, the old score after a revision', async () => {
    const before = new Date();
    expect((await ask(CONSOLIDATED, { ...district, asOf: '2026-01-01T00:00:00Z' })).data.subject.evaluation).toBeNull();
    await take('union', { measure: 'in-five-year-plan', value: 'false', revision: 2, memberUnit: 'ndrc' });
    await recalculation.recalculate({ subject: '110106', year: 2025 });
    const scoreNow = (await ask(CONSOLIDATED, district)).data.subject.evaluation;
    const scoreThen = (await ask(CONSOLIDATED, { ...district, asOf: before.toISOString() })).data.subject.evaluation;
    expect(scoreNow.indicators.edges[0].node.score.value).toBe('0');
    expect(scoreThen.indicators.edges[0].node.score.value).toBe('100');
    expect(scoreThen.indicators.edges).toHaveLength(80);
    expect(scoreThen.asOf).toEqual(before.toISOString());
    const old = await ask(
      `query ($asOf: DateTime) { subject(code: "110106") {
      observations(filter: { measures: ["in-five-year-plan"] }, asOf: $asOf) { edges { node { value revision } } } } }`,
      { asOf: before.toISOString() },
    );
    expect(old.data.subject.observations.edges).toEqual([{ node: { value: 'true', revision: 1 } }]);
  });

  it('stores nothing new when nothing changed', async () => {
    expect(await recalculation.recalculate({ subject: '110106', year: 2025 })).toEqual({
      headerChanged: false,
      indicatorsChanged: 0,
    });
  });

  it('has no evaluation, and no error, where nothing is known or no framework judges', async () => {
    await recalculation.recalculate({ subject: '110106', year: 2024 });
    await recalculation.recalculate({ subject: '110106-hrss', year: 2025 });
    const { data, errors } = await ask(`{ a: subject(code: "110106") { evaluation(year: 2024) { year } }
      b: subject(code: "110106-hrss") { kind parent { code } evaluation(year: 2025) { year } }
      c: subject(code: "110106") { evaluation(year: 1990) { year } } d: subject(code: "nowhere") { code } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      a: { evaluation: null },
      b: { kind: 'MEMBER_UNIT', parent: { code: '110106' }, evaluation: null },
      c: { evaluation: null },
      d: null,
    });
  });

  it('sends four statements for a consolidated evaluation, and no more for fifty subjects', async () => {
    const one = await ask(CONSOLIDATED, district);
    expect(one.statements).toBe(4);
    const many = `query ($first: Int) { subjects(first: $first) { edges { node { code parent { code }
      evaluation(year: 2025) { score { value } indicators(first: 100) { edges { node { evidence { value } } } } }
      observations(first: 5) { totalCount edges { node { value } } } } } } }`;
    for (let province = 1; province <= 8; province += 1) {
      const subject = String(990100 + province);
      await take('education', { measure: 'in-five-year-plan', value: 'true', subject });
      await recalculation.recalculate({ subject, year: 2025 });
    }
    const few = await ask(many, { first: 2 });
    const all = await ask(many, { first: 62 });
    expect(all.errors).toBeUndefined();
    expect(all.data.subjects.edges.filter((edge: any) => edge.node.evaluation !== null)).toHaveLength(9);
    expect(all.statements).toBeLessThanOrEqual(5);
    expect(few.statements).toBeLessThanOrEqual(all.statements);
  });

  it('lists subjects in their official order, by kind and page', async () => {
    const query = `query ($after: String) { subjects(kind: PROVINCE, first: 20, after: $after) { totalCount pageInfo { endCursor hasNextPage } edges { node { code name isDemo } } } }`;
    const first = await ask(query);
    expect(first.data.subjects.totalCount).toBe(32);
    expect(first.data.subjects.edges[0].node).toEqual({ code: '990101', name: '示例省01', isDemo: true });
    const second = await ask(query, { after: first.data.subjects.pageInfo.endCursor });
    expect(second.data.subjects.edges.map((edge: any) => edge.node.code)).toHaveLength(12);
    expect(second.data.subjects.pageInfo.hasNextPage).toBe(false);
  });

  it('answers the framework document', async () => {
    const { data, errors, statements } = await ask(
      `query Framework($code: String!) {
      framework(code: $code) { code status documentNo validFrom indicators(first: 100) { totalCount edges { node { key code name definition weight
        group { code name } pillar { code name } measures { code name unitOfMeasure { code } owner { code } } assessmentItems { code name } } } } } }`,
      { code: 'national-2022' },
    );
    expect(errors).toBeUndefined();
    expect(statements).toBe(0);
    expect(data.framework).toMatchObject({ status: 'OFFICIAL', indicators: { totalCount: 88 } });
    expect(
      data.framework.indicators.edges.every((edge: any) =>
        edge.node.measures.every((measure: any) => measure.owner !== null || measure.code),
      ),
    ).toBe(true);
  });

  it('resolves entities in batches', async () => {
    const { data, errors, statements } = await ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on Subject { code name } ... on Measure { code unitOfMeasure { code } owner { code } } ... on Indicator { id key name } ... on Framework { code title } } }`,
      {
        r: [
          { __typename: 'Subject', code: '110106' },
          { __typename: 'Subject', code: '990101' },
          { __typename: 'Measure', code: 'industrial-workers' },
          { __typename: 'Indicator', id: 'fengtai-2023:33' },
          { __typename: 'Framework', code: 'fengtai-2023' },
          { __typename: 'Subject', code: 'nowhere' },
        ],
      },
    );
    expect(errors).toBeUndefined();
    expect(statements).toBe(1);
    expect(data._entities[0]).toMatchObject({ name: '丰台区（演示）' });
    expect(data._entities[2]).toMatchObject({ unitOfMeasure: { code: 'person' } });
    expect(data._entities[5]).toBeNull();
  });

  describe('createAssessment', () => {
    const mutation = `mutation ($input: CreateAssessmentInput!) { createAssessment(input: $input) {
      assessment { id item { code name } subject { code } source mark body } errors { code path rule message remedy } } }`;
    const input = {
      item: 'leadership-attention-rating',
      subject: '110106',
      year: 2025,
      source: 'SUPERIOR',
      body: '市协调小组办公室',
      mark: '80',
      reason: '有部署有检查',
    };

    it('records a mark that moves the score, with audit, and supersedes the body’s earlier one', async () => {
      const recorded = await ask(mutation, { input }, ['assessor']);
      expect(recorded.data.createAssessment).toMatchObject({
        errors: [],
        assessment: { mark: '80', source: 'SUPERIOR', item: { code: input.item } },
      });
      const again = await ask(mutation, { input: { ...input, mark: 90.5 } });
      expect(again.data.createAssessment.errors).toEqual([]);
      const rows = await dataSource.query(
        'select mark, superseded_at is null as current from assessment order by recorded_at',
      );
      expect(rows).toEqual([
        { mark: '80', current: false },
        { mark: '90.5', current: true },
      ]);
      expect(
        await dataSource.query(`select actor, action, detail->>'mark' as mark from audit_event order by happened_at`),
      ).toEqual([
        { actor: 'somebody', action: 'assessment.create', mark: '80' },
        { actor: 'somebody', action: 'assessment.create', mark: '90.5' },
      ]);
      const jobs = await dataSource.query(`select key from graphile_worker.jobs where key = '110106:2025'`);
      expect(jobs).toHaveLength(1);
      await recalculation.recalculate({ subject: '110106', year: 2025 });
      const { data } = await ask(CONSOLIDATED, district);
      const indicator = data.subject.evaluation.indicators.edges[3].node;
      expect(indicator.assessments).toEqual([{ item: { code: input.item }, body: input.body, mark: '90.5' }]);
      expect(indicator.status).toBe('PARTIAL');
    });

    it('refuses the lead unit, marks out of range, foreign sources and what it does not know, and stores nothing', async () => {
      const count = async () => (await dataSource.query('select count(*)::integer as rows from assessment'))[0].rows;
      const before = await count();
      const refusals: [object, string][] = [
        [{ body: 'party-office' }, 'ASSESSED_BY_LEAD_UNIT'],
        [{ mark: '100.5' }, 'MARK_OUT_OF_RANGE'],
        [{ source: 'THIRD_PARTY' }, 'SOURCE_NOT_ENTITLED'],
        [{ item: 'nothing' }, 'ASSESSMENT_ITEM_UNKNOWN'],
        [{ subject: 'nowhere' }, 'SUBJECT_UNKNOWN'],
        [{ year: 1999 }, 'YEAR_NOT_EVALUATED'],
        [{ item: 'key-initiatives-rating', source: 'NAMED_BODY', body: 'women' }, 'BODY_NOT_NAMED'],
      ];
      for (const [change, code] of refusals) {
        const { data } = await ask(mutation, { input: { ...input, ...change } });
        expect(data.createAssessment.assessment, code).toBeNull();
        expect(data.createAssessment.errors.map((error: any) => error.code)).toEqual([code]);
      }
      const own = await ask(mutation, { input }, ['assessor'], 'party-office');
      expect(own.data.createAssessment.errors[0].code).toBe('ASSESSED_BY_LEAD_UNIT');
      expect(await count()).toBe(before);
    });

    it('is forbidden to everyone but assessors and the lead evaluator', async () => {
      for (const role of [
        'integrator',
        'unit-editor',
        'unit-approver',
        'service',
        'auditor',
        'lead-approver',
      ] as const) {
        const { errors } = await ask(mutation, { input }, [role]);
        expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
      }
    });
  });

  it('lets the app role change neither values nor results that are written', async () => {
    for (const statement of [
      `update input_observation set value = '1'`,
      'delete from input_observation',
      `update evaluation_result set score_low = 1`,
      'delete from indicator_result',
      `update assessment set mark = 100`,
      'delete from audit_event',
      `update audit_event set actor = 'nobody'`,
    ]) {
      await expect(dataSource.query(statement), statement).rejects.toThrow(/permission denied/);
    }
  });
});
