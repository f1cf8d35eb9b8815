// biome-ignore-all lint/suspicious/noExplicitAny: answers are read field by field
import { graphql, type GraphQLSchema } from 'graphql';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { createSubgraphContext } from '../../shared/graphql/context.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { newTrace } from '../../shared/observability/trace.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { RecalculationService } from '../../subgraphs/evaluation/result/recalculation/recalculation.service.ts';
import { createEvaluationSubgraph } from '../../subgraphs/evaluation/subgraph.ts';
import { seedSubjects } from '../../subgraphs/evaluation/subject/seed-subjects.ts';
import { aFeedPage, type FakeValue } from '../../subgraphs/evaluation/worker/fake-change-source.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';
import { aViewer, lead, service } from '../testkit/viewers.ts';

/** Preliminary figures of 2025 are released on 31 March 2026, final ones on 30 September. */
const LAST_BEFORE = '2026-03-30T23:59:59+08:00';
const FIRST_AFTER = '2026-03-31T00:00:00+08:00';

const catalogue = loadCatalogue();
const log = createLogger('evaluation', 'silent');
const SHARE = 'highly-skilled-share';

let now = LAST_BEFORE;
let database: TestDatabase;
let dataSource: DataSource;
let schema: GraphQLSchema;

beforeAll(async () => {
  database = await createServiceDatabase('evaluation');
  dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
  await seedSubjects(dataSource, catalogue, 'national');
  const clock = { now: () => new Date(now) };
  schema = await createEvaluationSubgraph({ database: dataSource, catalogue, clock });
  const register = new FrameworkRegister(catalogue);
  const ingest = new IngestService(dataSource, register);
  const take = async (department: string, ...values: FakeValue[]) =>
    ingest.ingest(department, aFeedPage(department, values));
  await take('union', {
    measure: 'industrial-workers',
    value: '120',
    memberUnit: 'statistics',
    stage: 'PRELIMINARY',
  });
  await take('hrss', { measure: 'highly-skilled-workers', value: '30' });
  const recalculation = new RecalculationService({ dataSource, catalogue, register, catalogueDigest: 'test' });
  await recalculation.recalculate({ subject: '110106', year: 2025 });
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

async function ask(viewer: Viewer, at: string, source: string) {
  now = at;
  const contextValue = createSubgraphContext(viewer, newTrace(), log);
  const { data, errors } = await graphql({ schema, source, contextValue });
  expect(errors).toBeUndefined();
  return data as any;
}

async function listed(viewer: Viewer, at: string): Promise<string[]> {
  const data = await ask(
    viewer,
    at,
    '{ subject(code: "110106") { observations(first: 100) { totalCount edges { node { measure { code } inputs { value } } } } } }',
  );
  const { totalCount, edges } = data.subject.observations;
  expect(totalCount).toBe(edges.length);
  return edges.map((edge: any) => edge.node.measure.code).sort();
}

/** The indicators that rest on the share, as shown. */
async function indicators(viewer: Viewer, at: string): Promise<any[]> {
  const data = await ask(
    viewer,
    at,
    `{ subject(code: "110106") { evaluation(year: 2025) { indicators(first: 100) { edges { node {
      indicator { key } leadUnit { code } explanation score { value low high } evidence { measure { code } value stage } } } } } } }`,
  );
  const nodes = data.subject.evaluation.indicators.edges.map((edge: any) => edge.node);
  return nodes.filter((node: any) => node.indicator.key === INDICATOR);
}

const INDICATOR = 'skill-structure';
const granted: Viewer = {
  ...aViewer('finance', 'integrator'),
  grants: ['statistics', 'hrss'].map((memberUnit) => ({ memberUnit, measures: null })),
};

describe('before the release', () => {
  it('the office and the service see a figure and what is computed from it', async () => {
    for (const viewer of [lead, service]) {
      expect(await listed(viewer, LAST_BEFORE)).toEqual(['highly-skilled-workers', SHARE, 'industrial-workers'].sort());
    }
  });

  it('its owner sees it, and no unit sees what would tell another unit’s', async () => {
    expect(await listed(aViewer('statistics'), LAST_BEFORE)).toEqual(['industrial-workers']);
    expect(await listed(aViewer('hrss'), LAST_BEFORE)).toEqual(['highly-skilled-workers']);
  });

  it('those granted see neither', async () => {
    expect(await listed(granted, LAST_BEFORE)).toEqual(['highly-skilled-workers']);
  });

  it('the leading unit sees neither the score nor the words that rest on another unit’s', async () => {
    const [held] = await indicators(aViewer('hrss'), LAST_BEFORE);
    expect(held.score).toEqual({ value: null, low: '0', high: '100' });
    expect(held.explanation).toContain('尚未公布');
    expect(held.evidence.map((each: any) => each.measure.code)).toEqual(['highly-skilled-workers']);
    const [whole] = await indicators(lead, LAST_BEFORE);
    expect(whole.explanation).not.toContain('尚未公布');
    expect(whole.evidence.map((each: any) => each.stage).sort()).toEqual(['PRELIMINARY', 'PRELIMINARY', null]);
  });
});

describe('on the day of the release, Beijing time', () => {
  it('those granted and the leading unit see it', async () => {
    expect(await listed(granted, FIRST_AFTER)).toHaveLength(3);
    expect(await listed(aViewer('hrss'), FIRST_AFTER)).toEqual([SHARE, 'highly-skilled-workers'].sort());
    const [open] = await indicators(aViewer('hrss'), FIRST_AFTER);
    expect(open.explanation).not.toContain('尚未公布');
  });

  it('nobody sees it to whom nothing was granted', async () => {
    expect(await listed(aViewer('finance'), FIRST_AFTER)).toEqual([]);
  });
});

it('the calendar tells the days of a year and what is released', async () => {
  const dates = async (at: string) =>
    (
      await ask(
        aViewer('finance', 'integrator'),
        at,
        '{ releaseCalendar(year: 2025) { measure { code name } period { code } stage releaseDate isReleased } }',
      )
    ).releaseCalendar.filter((date: any) => date.measure.code === 'industrial-workers');
  expect(await dates(FIRST_AFTER)).toMatchObject([
    { period: { code: '2025' }, stage: 'PRELIMINARY', releaseDate: '2026-03-31', isReleased: true },
    { period: { code: '2025' }, stage: 'FINAL', releaseDate: '2026-09-30', isReleased: false },
  ]);
  expect((await dates(LAST_BEFORE)).map((date: any) => date.isReleased)).toEqual([false, false]);
});
