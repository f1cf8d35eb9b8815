// biome-ignore-all lint/suspicious/noExplicitAny: answers are read field by field
import fc from 'fast-check';
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
import { systemClock } from '../../shared/primitives/clock.ts';
import { createEvaluationSubgraph } from '../../subgraphs/evaluation/subgraph.ts';
import { seedSubjects } from '../../subgraphs/evaluation/subject/seed-subjects.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';
import { type HeaderSketch, storeHeaders } from '../testkit/stored-evaluations.ts';
import { aViewer, lead, service } from '../testkit/viewers.ts';

const catalogue = loadCatalogue();
const log = createLogger('evaluation', 'silent');

const PAGE = `query ($after: String, $first: Int, $orderBy: EvaluationOrder, $filter: EvaluationFilterInput) {
  evaluations(year: 2025, kind: PROVINCE, orderBy: $orderBy, filter: $filter, first: $first, after: $after) {
    pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { subject { code } score { value } } } } }`;

/** Provinces 1 to 30 have results: many ties, two without any score, one in five with something missing. */
function sketchOf(index: number): HeaderSketch {
  const value = index % 15 === 0 ? null : String(60 + ((index * 7) % 10) * 3.5);
  const isMissing = index % 5 === 0;
  const ratio = isMissing ? '0.9' : '1';
  return {
    subject: String(990100 + index),
    score: {
      value,
      low: value ?? '0',
      high: isMissing ? '99' : (value ?? '100'),
      isComplete: !isMissing && value !== null,
    },
    grade: index % 2 === 0 && value !== null ? 'GOOD' : null,
    completeness: { expected: 10, received: isMissing ? 9 : 10, unaccepted: 0, ratio },
    missing: isMissing ? [{ memberUnit: 'hrss', measures: ['technicians'], cells: 1, unaccepted: 0 }] : [],
    pillars: [
      {
        code: '1',
        weight: '20',
        effectiveWeight: '20',
        status: 'COMPLETE',
        score: { value: String(index), low: String(index), high: String(index), isComplete: true },
      },
    ],
  };
}

describe('the list of evaluations', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let schema: GraphQLSchema;
  const sketches = Array.from({ length: 30 }, (_, index) => sketchOf(index + 1));
  const official = sketches.map(({ subject }) => subject);

  beforeAll(async () => {
    database = await createServiceDatabase('evaluation');
    dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
    await seedSubjects(dataSource, catalogue, 'national');
    schema = await createEvaluationSubgraph({ database: dataSource, catalogue, clock: systemClock });
    await storeHeaders(dataSource, [...sketches].reverse());
    await storeHeaders(dataSource, [{ subject: '110106', framework: 'fengtai-2023' }]);
    // What was known before, and other years, stand in no list.
    await storeHeaders(dataSource, [{ subject: '990101', year: 2024 }]);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  async function ask(source: string, variableValues: Record<string, unknown> = {}, viewer: Viewer = lead) {
    const scope = { trace: newTrace(), statements: 0 };
    const contextValue = createSubgraphContext(viewer, scope.trace, log);
    const answer = await runInScope(scope, () => graphql({ schema, source, variableValues, contextValue }));
    return { data: answer.data as any, errors: answer.errors, statements: scope.statements };
  }

  const codeOf = (answer: Awaited<ReturnType<typeof ask>>) => answer.errors?.[0]?.extensions['code'];
  const codesOf = ({ data }: { data: any }): string[] =>
    data.evaluations.edges.map(({ node }: any) => node.subject.code);

  async function allPages(first: number, variables: Record<string, unknown>, between?: () => Promise<void>) {
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const answer: Awaited<ReturnType<typeof ask>> = await ask(PAGE, { first, after, ...variables });
      expect(answer.errors).toBeUndefined();
      seen.push(...codesOf(answer));
      const { hasNextPage, endCursor } = answer.data.evaluations.pageInfo;
      if (!hasNextPage) return seen;
      after = endCursor;
      await between?.();
    }
  }

  it('stands in the official order, of one year and kind, with whom each is about', async () => {
    const { data, errors } = await ask(`{ evaluations(year: 2025, framework: "national-2022", first: 500) { totalCount
      edges { node { year subject { code name isDemo } framework { code } score { value } } } } }`);
    expect(errors).toBeUndefined();
    expect(data.evaluations.totalCount).toBe(30);
    expect(data.evaluations.edges[0].node).toMatchObject({
      year: 2025,
      subject: { code: '990101', name: '示例省01', isDemo: true },
      framework: { code: 'national-2022' },
    });
    expect(data.evaluations.edges.map(({ node }: any) => node.subject.code)).toEqual(official);
  });

  it('holds every kind with the framework of its year where none is named', async () => {
    const { data } =
      await ask(`{ all: evaluations(year: 2025, first: 500) { edges { node { subject { code } framework { code } } } }
      other: evaluations(year: 2025, framework: "fengtai-2023", kind: PROVINCE) { totalCount }
      none: evaluations(year: 2025, framework: "unheard-of") { totalCount edges { cursor } } }`);
    expect(data.all.edges[0].node).toEqual({ subject: { code: '110106' }, framework: { code: 'fengtai-2023' } });
    expect(data.all.edges).toHaveLength(31);
    expect(data).toMatchObject({ other: { totalCount: 0 }, none: { totalCount: 0, edges: [] } });
  });

  it('is the same list however it is cut into pages, in every order', async () => {
    for (const orderBy of ['OFFICIAL', 'SCORE', 'SCORE_ASCENDING', 'COMPLETENESS']) {
      const whole = codesOf(await ask(PAGE, { first: 500, orderBy }));
      expect([...whole].sort()).toEqual(official);
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (first) => {
          expect(await allPages(first, { orderBy })).toEqual(whole);
        }),
        { numRuns: 6 },
      );
    }
  });

  it('orders by score from the top, those without one last, and the other way round exactly in reverse', async () => {
    const { data } = await ask(PAGE, { first: 500, orderBy: 'SCORE' });
    const scores = data.evaluations.edges.map(({ node }: any) => Number(node.score.value ?? -1));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.slice(-2)).toEqual([-1, -1]);
    const reverse = codesOf(await ask(PAGE, { first: 500, orderBy: 'SCORE_ASCENDING' }));
    expect(reverse.reverse()).toEqual(codesOf({ data }));
  });

  it('narrows by every filter, and by several at once', async () => {
    const listed = async (filter: object) => codesOf(await ask(PAGE, { first: 500, filter }));
    const having = (is: (sketch: HeaderSketch) => boolean) => sketches.filter(is).map(({ subject }) => subject);
    const pointsOf = ({ score }: HeaderSketch) => (score?.value == null ? Number.NaN : Number(score.value));
    const between = (from: number, to: number) => (sketch: HeaderSketch) =>
      pointsOf(sketch) >= from && pointsOf(sketch) <= to;
    expect(await listed({ subjects: ['990103', '990101', '110106'] })).toEqual(['990101', '990103']);
    expect(await listed({ parent: '110106' })).toEqual([]);
    expect(await listed({ isComplete: false })).toEqual(having(({ score }) => score?.isComplete === false));
    expect(await listed({ completeness: { to: '0.95' } })).toEqual(having(({ missing }) => missing?.length === 1));
    expect(await listed({ missingFrom: ['hrss', 'tax'] })).toEqual(having(({ missing }) => missing?.length === 1));
    expect(await listed({ missingFrom: ['tax'] })).toEqual([]);
    expect(await listed({ score: { from: '70', to: '80.5' } })).toEqual(having(between(70, 80.5)));
    expect(await listed({ suggestedGrades: ['GOOD'] })).toEqual(having(({ grade }) => grade === 'GOOD'));
    expect(await listed({ pillarScores: [{ pillar: '1', from: '9.5', to: '12' }] })).toEqual([
      '990110',
      '990111',
      '990112',
    ]);
    expect(await listed({ pillarScores: [{ pillar: '2', from: '0' }] })).toEqual([]);
    expect(
      await listed({ pillarScores: [{ pillar: '1', from: '20' }], isComplete: true, score: { from: '80' } }),
    ).toEqual(
      having(
        (sketch) => Number(sketch.subject) >= 990120 && sketch.score?.isComplete === true && pointsOf(sketch) >= 80,
      ),
    );
    expect(await allPages(2, { filter: { missingFrom: ['hrss'] } })).toEqual(
      having(({ missing }) => missing?.length === 1),
    );
  });

  it('shows nothing twice and leaves nothing out while results change between the pages', async () => {
    let turn = 0;
    const seen = await allPages(4, {}, async () => {
      turn += 1;
      await storeHeaders(
        dataSource,
        sketches.map((sketch) => ({ ...sketch, model: `again ${turn}` })),
      );
    });
    expect(seen).toEqual(official);
    await storeHeaders(dataSource, sketches);
  });

  it('refuses a cursor of another order, one of ours altered, and sizes that are too large', async () => {
    const { data } = await ask(PAGE, { first: 2, orderBy: 'SCORE' });
    const after = data.evaluations.pageInfo.endCursor;
    expect(codeOf(await ask(PAGE, { after, orderBy: 'OFFICIAL' }))).toBe('BAD_USER_INPUT');
    const forged = Buffer.from("c:SCORE\t1' or true\t990101").toString('base64url');
    expect(codeOf(await ask(PAGE, { after: forged, orderBy: 'SCORE' }))).toBe('BAD_USER_INPUT');
    expect(codeOf(await ask(PAGE, { first: 501 }))).toBe('BAD_USER_INPUT');
  });

  it('sends one statement for a page of any size, one more for the number, one more for the ranks', async () => {
    const node = 'node { subject { code } score { value } pillars { weight } missing { cells } memberUnits { leads } }';
    const of = (first: number, more = '', inside = '') =>
      ask(`{ evaluations(year: 2025, kind: PROVINCE, first: ${first}) { ${more} edges { ${node} ${inside} } } }`);
    const rank = 'ranked: node { rank rankRange { best worst } }';
    for (const first of [1, 30]) {
      expect((await of(first)).statements).toBe(1);
      expect((await of(first, 'totalCount')).statements).toBe(2);
      expect((await of(first, 'totalCount', rank)).statements).toBe(3);
    }
  });

  it('reads wide parts only where they are asked for, by fragments too', async () => {
    const { data } = await ask(`{ evaluations(year: 2025, kind: PROVINCE, filter: { subjects: ["990105"] }) {
      edges { ...Entry } } } fragment Entry on EvaluationEdge { node { ... on Evaluation { pillars { score { value } } } missing { cells } } }`);
    expect(data.evaluations.edges).toEqual([
      { node: { pillars: [{ score: { value: '5' } }], missing: [{ cells: 1 }] } },
    ]);
  });

  it('ranks within a stated group for the office: by what was received, and between the ranks still possible', async () => {
    const { data } = await ask(`{ evaluations(year: 2025, kind: PROVINCE, orderBy: SCORE, first: 500) {
      edges { node { subject { code } rank rankRange { best worst peers peerGroup } score { value low high } } } } }`);
    const nodes = data.evaluations.edges.map((edge: any) => edge.node);
    const groups = new Set(nodes.map(({ rankRange }: any) => rankRange.peerGroup));
    expect(groups.size).toBeGreaterThan(1);
    for (const node of nodes) {
      const peers = nodes.filter(({ rankRange }: any) => rankRange.peerGroup === node.rankRange.peerGroup);
      const above = peers.filter(({ score }: any) => Number(score.value ?? -1) > Number(node.score.value ?? -1));
      expect(node.rank).toBe(node.score.value === null ? null : above.length + 1);
      expect(node.rankRange).toMatchObject({ peers: peers.length });
      if (node.rank !== null) {
        expect(node.rank).toBeGreaterThanOrEqual(node.rankRange.best);
        expect(node.rank).toBeLessThanOrEqual(node.rankRange.worst);
      }
    }
    expect(nodes[0].rankRange.peerGroup).toContain('2025年');
    const one = await ask('{ subject(code: "990102") { evaluation(year: 2025) { rankRange { peerGroup } } } }');
    expect(groups.has(one.data.subject.evaluation.rankRange.peerGroup)).toBe(true);
  });

  it('ranks as of an instant among what was known then', async () => {
    const query = `query ($asOf: DateTime) { subject(code: "990102") { evaluation(year: 2025, asOf: $asOf) { rank } } }`;
    const rankAt = async (asOf: string | null) => (await ask(query, { asOf })).data.subject.evaluation?.rank;
    const before = await rankAt(null);
    // The instant before: a change within the same millisecond belongs to it.
    const then = new Date(Date.now() - 2).toISOString();
    await storeHeaders(dataSource, [
      { ...sketchOf(2), score: { value: '99.9', low: '99.9', high: '99.9', isComplete: true } },
    ]);
    expect(await rankAt(null)).toBe(1);
    expect(await rankAt(then)).toBe(before);
    expect(before).not.toBe(1);
    expect(await rankAt('2026-01-01T00:00:00Z')).toBeUndefined();
    await storeHeaders(dataSource, [sketchOf(2)]);
  });

  describe('for others than the office', () => {
    const RANKED = `{ evaluations(year: 2025, kind: PROVINCE, first: 500) { totalCount
      edges { node { subject { code } rank rankRange { best } suggestedGrade score { value } memberUnits { leads } } } } }`;
    const editor = aViewer('hrss');

    it('ranks nothing and orders by nothing but the register', async () => {
      for (const viewer of [editor, service, aViewer('tax', 'unit-approver')]) {
        const { data, errors } = await ask(RANKED, {}, viewer);
        expect(errors).toBeUndefined();
        expect(data.evaluations.edges).toHaveLength(30);
        for (const { node } of data.evaluations.edges) {
          expect(node).toMatchObject({ rank: null, rankRange: null, suggestedGrade: null });
        }
        for (const orderBy of ['SCORE', 'SCORE_ASCENDING', 'COMPLETENESS']) {
          expect(codeOf(await ask(PAGE, { orderBy }, viewer))).toBe('FORBIDDEN');
        }
        for (const filter of [
          { score: { from: '80' } },
          { suggestedGrades: ['GOOD'] },
          { pillarScores: [{ pillar: '1' }] },
        ]) {
          expect(codeOf(await ask(PAGE, { filter }, viewer))).toBe('FORBIDDEN');
        }
      }
    });

    it('shows a unit no score and lets it ask only for what it owes itself', async () => {
      const { data } = await ask(RANKED, {}, editor);
      expect(data.evaluations.edges.every(({ node }: any) => node.score === null)).toBe(true);
      expect(codesOf(await ask(PAGE, { filter: { missingFrom: ['hrss'] } }, editor))).toHaveLength(6);
      for (const filter of [{ missingFrom: ['tax'] }, { isComplete: true }, { completeness: { from: '1' } }]) {
        expect(codeOf(await ask(PAGE, { filter }, editor))).toBe('FORBIDDEN');
      }
    });

    it('has nothing for integrators and assessors before circulation, and refuses who may read no evaluation', async () => {
      for (const role of ['integrator', 'assessor'] as const) {
        const { data, errors } = await ask(RANKED, {}, aViewer(null, role));
        expect(errors).toBeUndefined();
        expect(data.evaluations).toEqual({ totalCount: 0, edges: [] });
        expect(codeOf(await ask(PAGE, { orderBy: 'SCORE' }, aViewer(null, role)))).toBe('FORBIDDEN');
      }
      expect(codeOf(await ask(RANKED, {}, aViewer(null, 'auditor')))).toBe('FORBIDDEN');
    });
  });
});
