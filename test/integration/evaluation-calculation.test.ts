// biome-ignore-all lint/suspicious/noExplicitAny: answers are read field by field
import { graphql, type GraphQLSchema } from 'graphql';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { createSubgraphContext } from '../../shared/graphql/context.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { runInScope } from '../../shared/observability/request-scope.ts';
import { newTrace } from '../../shared/observability/trace.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { RecalculationService } from '../../subgraphs/evaluation/result/recalculation/recalculation.service.ts';
import { createEvaluationSubgraph } from '../../subgraphs/evaluation/subgraph.ts';
import { seedSubjects } from '../../subgraphs/evaluation/subject/seed-subjects.ts';
import { aFeedPage, type FakeValue } from '../../subgraphs/evaluation/worker/fake-change-source.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';
import { aViewer, lead } from '../testkit/viewers.ts';

const BEFORE_RELEASE = new Date('2026-03-30T23:59:59+08:00');
const AFTER_RELEASE = new Date('2026-12-01T00:00:00+08:00');
const catalogue = loadCatalogue();
const log = createLogger('evaluation', 'silent');

let now = AFTER_RELEASE;
let database: TestDatabase;
let dataSource: DataSource;
let schema: GraphQLSchema;

beforeAll(async () => {
  database = await createServiceDatabase('evaluation');
  dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
  await seedSubjects(dataSource, catalogue, 'national');
  schema = await createEvaluationSubgraph({ database: dataSource, catalogue, clock: { now: () => now } });
  const register = new FrameworkRegister(catalogue);
  const ingest = new IngestService(dataSource, register);
  const take = async (department: string, ...values: FakeValue[]) =>
    ingest.ingest(department, aFeedPage(department, values));
  await take(
    'union',
    { measure: 'industrial-workers', value: '120', memberUnit: 'statistics', stage: 'PRELIMINARY' },
    { measure: 'in-five-year-plan', value: 'true', memberUnit: 'ndrc' },
    { measure: 'industrial-share-of-employment', value: '0.14', subject: '990101', memberUnit: 'statistics' },
    { measure: 'industrial-share-of-employment', value: '0.14', subject: '990110', memberUnit: 'statistics' },
  );
  await take(
    'hrss',
    { measure: 'highly-skilled-workers', value: '24' },
    { measure: 'technicians', value: '20', period: '2024', state: 'SUBMITTED' },
  );
  const recalculation = new RecalculationService({ dataSource, catalogue, register, catalogueDigest: 'test' });
  for (const subject of ['110106', '990101', '990110']) await recalculation.recalculate({ subject, year: 2025 });
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const CALCULATION = `calculation {
  framework resultModel model isReproduced
  steps {
    position parent level rule ruleName label formula weight status score { value low high } receivedShare note
    standard { peerGroup name status reason }
    readings {
      status value low high carriedFrom hiddenInputs
      inputs { id value revision receiptHash period { code } memberUnit { code } measure { unitOfMeasure { name } } source { __typename } }
      intermediateValues { measure { code } operation value period { code } }
    }
    assessments { id } gaps { reason rule measure { code } assessmentItem { code } memberUnit { code } period { code } }
  }
}`;

async function indicators(viewer: Viewer, { subject = '110106', at = AFTER_RELEASE, fields = CALCULATION } = {}) {
  now = at;
  const scope = { trace: newTrace(), statements: 0 };
  const source = `{ subject(code: "${subject}") { evaluation(year: 2025) { indicators(first: 100) { edges { node {
    indicator { key } explanation score { value low high } ${fields} } } } } } }`;
  const contextValue = createSubgraphContext(viewer, scope.trace, log);
  const { data, errors } = await runInScope(scope, () => graphql({ schema, source, contextValue }));
  expect(errors).toBeUndefined();
  const nodes = (data as any).subject.evaluation.indicators.edges.map((edge: any) => edge.node);
  const of = (key: string) => nodes.find((node: any) => node.indicator.key === key);
  return { nodes, of, statements: scope.statements };
}

describe('the calculation of a score', () => {
  it('comes to the stored score of every indicator, step by step', async () => {
    const { nodes } = await indicators(lead);
    expect(nodes).toHaveLength(80);
    for (const { calculation, score } of nodes) {
      expect(calculation).toMatchObject({ framework: 'fengtai-2023', isReproduced: true });
      expect(calculation.steps[0]).toMatchObject({ position: 0, parent: null, level: 0, weight: null, score });
      for (const [index, step] of calculation.steps.entries()) {
        expect(step.position).toBe(index);
        if (step.parent !== null) expect(calculation.steps[step.parent].level).toBe(step.level - 1);
      }
    }
  });

  it('tells rule, values with their source, values on the way, and what is missing by which rule', async () => {
    const { calculation } = (await indicators(lead)).of('skill-structure');
    const [whole, level, growth] = calculation.steps;
    expect(whole).toMatchObject({ rule: 'PARTS', ruleName: '分项加权' });
    expect(level).toMatchObject({ rule: 'ATTAINMENT_AND_EFFORT', parent: 0, weight: '0.7', score: { value: '50' } });
    expect(level.formula).toMatch(/^水平：10%得0分，30%得100分，其间按直线计算；进步：/);
    expect(level.readings[0]).toMatchObject({ status: 'RECEIVED', value: '0.2', hiddenInputs: 0 });
    expect(level.readings[0].intermediateValues).toMatchObject([
      { measure: { code: 'highly-skilled-share' }, operation: '占比', value: '0.2', period: { code: '2025' } },
    ]);
    const units = level.readings[0].inputs.map((input: any) => [input.memberUnit.code, input.value, input.revision]);
    expect(units.sort()).toEqual([
      ['hrss', '24', 1],
      ['statistics', '120', 1],
    ]);
    for (const { receiptHash, source } of level.readings[0].inputs) {
      expect(receiptHash).toEqual(expect.any(String));
      expect(source.__typename).toMatch(/Observation$/);
    }
    const gaps = new Map(growth.gaps.map((gap: any) => [gap.measure.code, gap]));
    expect(gaps.get('technicians')).toMatchObject({ reason: 'UNACCEPTED', memberUnit: { code: 'hrss' } });
    expect(gaps.get('senior-technicians')).toMatchObject({ reason: 'MISSING', period: { code: '2024' } });
    expect(growth.gaps.find(({ reason }: any) => reason === 'UNACCEPTED').rule).toContain('未核收');
  });

  it('says by which standard a subject was judged (rule 14)', async () => {
    const led = (await indicators(lead, { subject: '990101' })).of('industrial-workforce-share');
    const general = (await indicators(lead, { subject: '990110' })).of('industrial-workforce-share');
    expect(led.score.value).toBe('60');
    expect(led.explanation).toContain('使用“服务业为主的地区”的标准');
    expect(led.calculation.steps[0].standard).toMatchObject({ peerGroup: 'service-led', status: 'DERIVED' });
    expect(general.score.value).toBe('0');
    expect(general.calculation.steps[0].standard).toBeNull();
  });

  it('costs one statement however many indicators are asked for', async () => {
    const without = await indicators(lead, { fields: '' });
    const withAll = await indicators(lead);
    expect(withAll.statements).toBe(without.statements + 1);
  });

  it('is withheld with the explanation before the release of the figures it rests on', async () => {
    const leading = aViewer('hrss');
    const held = (await indicators(leading, { at: BEFORE_RELEASE })).of('skill-structure');
    expect(held.explanation).toContain('尚未公布');
    expect(held.calculation).toBeNull();
  });

  it('shows no value of which a part is another unit’s and not open to the viewer', async () => {
    const { calculation } = (await indicators(aViewer('hrss'))).of('skill-structure');
    expect(calculation.steps[1].readings[0]).toMatchObject({
      status: 'WITHHELD',
      value: null,
      hiddenInputs: 1,
      intermediateValues: [],
    });
    expect(calculation.steps[1].readings[0].inputs.map((input: any) => input.memberUnit.code)).toEqual(['hrss']);
  });
});
