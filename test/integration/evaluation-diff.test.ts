// biome-ignore-all lint/suspicious/noExplicitAny: answers are read field by field
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../testkit/district-feed.ts';
import { aDistrictVersion, aWorkbook } from '../testkit/workbook.ts';
import { catalogue, DistrictWorld, type Who } from './district-world.ts';

const SCORE = '{ value low high isComplete }';
const SIDES = `{ before ${SCORE} after ${SCORE} }`;
const AT_INSTANT = `{ status weight score ${SCORE} explanation }`;
const UNIT = `{ leads received expected score ${SCORE} special ${SCORE} common { code score ${SCORE} } }`;
const VALUE = '{ id value state revision memberUnit { code } }';
const DIFF = `query ($from: DateTime!, $to: DateTime, $subject: ID! = "110106", $year: Int! = 2025, $after: String) {
  evaluationDiff(subject: $subject, year: $year, from: $from, to: $to) {
    errors { code path message remedy }
    evaluation {
      subject { code } year framework { code } frameworkBefore { code } from to
      model { before after isChanged } score ${SIDES} suggestedGrade { before after }
      completeness { before { received expected unaccepted } after { received expected unaccepted } }
      pillars { pillar { code } score ${SIDES} } groups { group { code } score ${SIDES} }
      indicators { indicator { code key } leadUnit { code } before ${AT_INSTANT} after ${AT_INSTANT} }
      keyPerformanceIndicators { code name before after }
      memberUnits { memberUnit { code } before ${UNIT} after ${UNIT} }
      assessments { before { id mark } after { id mark } }
      values(first: 500, after: $after) {
        totalCount pageInfo { hasNextPage endCursor }
        edges { node { measure { code } period { code } dimensions { key code } memberUnit { code } reason publication before ${VALUE} after ${VALUE} } }
      }
    }
  }
}`;
const AS_OF = `query ($asOf: DateTime, $after: String) { subject(code: "110106") {
  evaluation(year: 2025, asOf: $asOf) {
    asOf calculatedAt model isSuperseded framework { code } score ${SCORE} suggestedGrade completeness { received expected unaccepted }
    pillars { pillar { code } score ${SCORE} } groups { group { code } score ${SCORE} }
    keyPerformanceIndicators { code value }
    memberUnits { memberUnit { code } ... on MemberUnitEvaluation ${UNIT} }
    indicators(first: 500) { edges { node { indicator { code } ... on IndicatorEvaluation ${AT_INSTANT} } } }
  }
  observations(filter: { period: "2025" }, first: 500, after: $after, asOf: $asOf) {
    pageInfo { hasNextPage endCursor }
    edges { node { measure { code } period { code } dimensions { key code } ... on AcceptedObservation ${VALUE} } }
  }
} }`;

describe('两个时刻之间的变动', () => {
  let world: DistrictWorld;
  const instants: string[] = [];

  beforeAll(async () => {
    world = await DistrictWorld.open();
    await mark();
  });

  afterAll(() => world.close());

  /** An instant strictly between what came before and what comes after. */
  async function mark(): Promise<string> {
    const start = Date.now();
    while (Date.now() < start + 3) await new Promise((resolve) => setImmediate(resolve));
    const instant = new Date(Date.now() - 1).toISOString();
    instants.push(instant);
    return instant;
  }

  async function diff(variables: Record<string, unknown>, who?: Who) {
    const answer = await world.ask(DIFF, variables, who);
    return { ...answer, diff: answer.data?.evaluationDiff };
  }

  /** All changes, with the values of every page. */
  async function wholeDiff(from: string, to: string) {
    const { diff: first, errors } = await diff({ from, to });
    expect(errors).toBeUndefined();
    const { evaluation } = first;
    const edges = [...evaluation.values.edges];
    for (let { pageInfo } = evaluation.values; pageInfo.hasNextPage; ) {
      const { diff: next } = await diff({ from, to, after: pageInfo.endCursor });
      edges.push(...next.evaluation.values.edges);
      ({ pageInfo } = next.evaluation.values);
    }
    return { ...evaluation, values: edges.map(({ node }: any) => node) };
  }

  async function state(asOf: string) {
    const { data, errors } = await world.ask(AS_OF, { asOf });
    expect(errors).toBeUndefined();
    const edges = [...data.subject.observations.edges];
    for (let { pageInfo } = data.subject.observations; pageInfo.hasNextPage; ) {
      const { data: next } = await world.ask(AS_OF, { asOf, after: pageInfo.endCursor });
      edges.push(...next.subject.observations.edges);
      ({ pageInfo } = next.subject.observations);
    }
    return toState(data.subject.evaluation, edges);
  }

  const enlarged = (unit: string, count: number): Report[] =>
    world.feed
      .entered(unit, '2025')
      .filter(({ value }) => value !== null && /^[1-9]\d*$/.test(value))
      .slice(0, count)
      .map((report) => ({ ...report, value: String(Math.round(Number(report.value) * 1.2)) }));

  it('says which value changed, from whom, with which publication and revision, and what it did to the score', async () => {
    const from = await mark();
    const [report] = enlarged('hrss', 1);
    if (report === undefined) throw new Error('the demo has no values of hrss');
    await world.feed.submit('p-one', [report]);
    await world.feed.settle('p-one', 'ACCEPTED');
    await world.recalculate();
    const to = await mark();
    const change = await wholeDiff(from, to);
    const own = change.values.filter(({ reason }: any) => reason === 'AMENDED');
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({
      measure: { code: report.measure },
      period: { code: report.period },
      memberUnit: { code: 'hrss' },
      publication: 'p-one',
      after: { value: report.value },
    });
    expect(own[0].after.revision).toBe(own[0].before.revision + 1);
    expect(change.model).toMatchObject({ isChanged: false });
    expect(change.values.filter(({ reason }: any) => reason === 'RECOMPUTED').length).toBe(change.values.length - 1);
    expect(change.score.after).toEqual((await state(to)).score);
  });

  it('tells reports, withdrawals and what was recomputed apart', async () => {
    const cells = world.feed.entered('union', '2025').slice(0, 8);
    const from = await mark();
    await world.feed.withdraw(cells);
    await world.recalculate();
    const between = await mark();
    await world.feed.accept(cells);
    await world.recalculate();
    const to = await mark();
    const reasons = async (start: string, end: string) =>
      new Set(
        (await wholeDiff(start, end)).values.map(({ reason }: any) => reason).filter((it: any) => it !== 'RECOMPUTED'),
      );
    expect(await reasons(from, between)).toEqual(new Set(['WITHDRAWN']));
    expect(await reasons(between, to)).toEqual(new Set(['REPORTED']));
    expect(await reasons(from, to)).toEqual(new Set(['AMENDED']));
  });

  it('says when the rules changed and not the values', async () => {
    const from = await mark();
    await world.recalculate(2025, 'another catalogue');
    const to = await mark();
    const change = await wholeDiff(from, to);
    expect(change.model.isChanged).toBe(true);
    expect(change).toMatchObject({ indicators: [], values: [], pillars: [] });
    expect(change.score.after).toEqual(change.score.before);
    const [was, is] = [await world.ask(AS_OF, { asOf: from }), await world.ask(AS_OF, { asOf: to })];
    expect(was.data.subject.evaluation).toMatchObject({ isSuperseded: true, model: change.model.before });
    expect(is.data.subject.evaluation).toMatchObject({ isSuperseded: false, model: change.model.after });
    await world.recalculate();
    await mark();
  });

  it('put over the state at the first instant gives the state at the second, whichever two are taken', async () => {
    for (const [unit, count] of [
      ['education', 5],
      ['sasac', 9],
      ['hrss', 3],
    ] as const) {
      await world.feed.accept(enlarged(unit, count));
      await world.recalculate();
      await mark();
    }
    const pair = fc.tuple(fc.nat(instants.length - 1), fc.nat(instants.length - 1)).filter(([a, b]) => a !== b);
    await fc.assert(
      fc.asyncProperty(pair, async ([a, b]) => {
        const [from = '', to = ''] = [instants[Math.min(a, b)], instants[Math.max(a, b)]];
        expect(applied(await state(from), await wholeDiff(from, to))).toEqual(await state(to));
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it('and the state at an instant are the same however often and however late they are asked for', async () => {
    const at = await mark();
    const before = await world.ask(AS_OF, { asOf: at });
    const [first = ''] = instants;
    const change = await wholeDiff(first, at);
    await world.feed.accept(enlarged('hrss', 20));
    await world.recalculate();
    await mark();
    expect((await world.ask(AS_OF, { asOf: at })).data.subject).toEqual({
      ...before.data.subject,
      evaluation: { ...before.data.subject.evaluation, isSuperseded: true },
    });
    expect(await wholeDiff(first, at)).toEqual(change);
  });

  it('finds a result at the very instant that the result tells of itself', async () => {
    const { data } = await world.ask(AS_OF, {});
    const { calculatedAt, score } = data.subject.evaluation;
    const again = await world.ask(AS_OF, { asOf: calculatedAt });
    expect(again.data.subject.evaluation).toMatchObject({ calculatedAt, score });
  });

  it('takes an instant to come for now, so that it can be asked again', async () => {
    const { data } = await world.ask(AS_OF, { asOf: '2999-01-01T00:00:00Z' });
    expect(Date.parse(data.subject.evaluation.asOf)).toBeLessThanOrEqual(Date.now());
    const [first = ''] = instants;
    const change = await wholeDiff(first, '2999-01-01T00:00:00Z');
    expect(Date.parse(change.to)).toBeLessThanOrEqual(Date.now());
  });

  it('from before anything was known is everything there is', async () => {
    const change = await wholeDiff('2020-01-01T00:00:00Z', instants[0] ?? '');
    expect(change.indicators).toHaveLength(80);
    expect(change.score.before).toBeNull();
    expect(change.model.before).toBeNull();
    expect(new Set(change.values.map(({ reason }: any) => reason))).toEqual(new Set(['REPORTED', 'RECOMPUTED']));
  });

  it('shows a unit its own part only', async () => {
    const unit: Who = { roles: ['unit-editor'], unit: 'hrss' };
    const [from = ''] = instants;
    const { diff: whole } = await diff({ from });
    const { diff: own, errors } = await diff({ from }, unit);
    expect(errors).toBeUndefined();
    const change = own.evaluation;
    expect(change).toMatchObject({
      suggestedGrade: null,
      pillars: [],
      groups: [],
      keyPerformanceIndicators: [],
      assessments: [],
    });
    expect(change.score).toEqual({ before: null, after: null });
    expect(change.memberUnits.map(({ memberUnit }: any) => memberUnit.code)).toEqual(['hrss']);
    const leads = catalogue.splits.get('fengtai-2023')?.indicators;
    expect(change.indicators.length).toBeGreaterThan(0);
    for (const { indicator } of change.indicators) expect(leads?.get(indicator.code)?.lead).toBe('hrss');
    expect(change.values.totalCount).toBeGreaterThan(0);
    expect(change.values.totalCount).toBeLessThan(whole.evaluation.values.totalCount);
    for (const { node } of change.values.edges) expect(node.memberUnit.code).toBe('hrss');
    for (const roles of [['assessor'], ['integrator']] as const) {
      const refused = await diff({ from }, { roles, unit: 'x' });
      expect(refused.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    }
  });

  it('says in data what cannot be compared', async () => {
    const code = async (variables: Record<string, unknown>) =>
      (await diff(variables)).diff.errors.map((it: any) => it.code);
    const [from = ''] = instants;
    expect(await code({ from, to: from })).toEqual(['INSTANTS_OUT_OF_ORDER']);
    expect(await code({ from: '2999-01-01T00:00:00Z' })).toEqual(['INSTANTS_OUT_OF_ORDER']);
    expect(await code({ from, subject: 'nowhere' })).toEqual(['SUBJECT_UNKNOWN']);
    expect(await code({ from, year: 1990 })).toEqual(['YEAR_NOT_EVALUATED']);
  });

  it('spans a change of the framework: old result by the old one, new by the new one, indicators by their keys', async () => {
    const from = await mark();
    const old = (await world.ask(AS_OF, { asOf: from })).data.subject.evaluation;
    const documents = aDistrictVersion('fengtai-2025', 2025);
    const [first, second] = documents.model.indicators;
    if (first === undefined || second === undefined) throw new Error('the model has no indicators');
    [first.weight, second.weight] = [second.weight, first.weight];
    await world.ask('mutation ($input: ImportFrameworkInput!) { importFramework(input: $input) { errors { code } } }', {
      input: { workbook: await aWorkbook(documents) },
    });
    const decision = {
      code: 'fengtai-2025',
      documentTitle: '会议纪要',
      documentNumber: '〔2025〕3号',
      reason: '年度要点有调整',
    };
    const published = await world.ask(
      'mutation ($input: PublishFrameworkInput!) { publishFramework(input: $input) { version { state } errors { code } } }',
      { input: decision },
      { roles: ['lead-approver'], unit: 'union' },
    );
    expect(published.data?.publishFramework).toMatchObject({ version: { state: 'PUBLISHED' }, errors: [] });
    await world.recalculate();
    const to = await mark();
    const change = await wholeDiff(from, to);
    expect(change).toMatchObject({ framework: { code: 'fengtai-2025' }, frameworkBefore: { code: 'fengtai-2023' } });
    expect(change.model.isChanged).toBe(true);
    expect(change.score.before).toEqual(old.score);
    const reweighed = change.indicators.filter(({ before, after }: any) => before.weight !== after.weight);
    expect(reweighed.map(({ indicator }: any) => indicator.key)).toEqual([first.key, second.key]);
    // Asked again as of then, it is the old framework's result still, and its framework beside it.
    const again = (await world.ask(AS_OF, { asOf: from })).data.subject.evaluation;
    expect(again).toMatchObject({ framework: { code: 'fengtai-2023' }, score: old.score, model: old.model });
  });

  it('asks the database as often for everything as for nothing', async () => {
    const all = await diff({ from: '2020-01-01T00:00:00Z' });
    const nothing = await diff({ from: await mark() });
    expect(nothing.diff.evaluation.values.totalCount).toBe(0);
    expect(all.statements).toBe(nothing.statements);
  });
});

/** A state as maps by code and cell, without what says when it was asked for. */
function toState(evaluation: any, observations: any[]) {
  const { asOf: _asOf, calculatedAt: _at, isSuperseded: _newer, pillars, groups, indicators, ...rest } = evaluation;
  const { keyPerformanceIndicators, memberUnits, ...whole } = rest;
  return {
    ...whole,
    pillars: byCode(pillars, ({ pillar, score }) => [pillar.code, score]),
    groups: byCode(groups, ({ group, score }) => [group.code, score]),
    kpis: byCode(keyPerformanceIndicators, ({ code, value }) => [code, value]),
    memberUnits: byCode(memberUnits, ({ memberUnit, ...unit }) => [memberUnit.code, unit]),
    indicators: byCode(indicators.edges, ({ node: { indicator, ...record } }) => [indicator.code, record]),
    values: byCode(observations, ({ node: { measure, period, dimensions, ...value } }) => [
      JSON.stringify([measure, period, dimensions]),
      value,
    ]),
  };
}

function applied(state: any, change: any): any {
  const put = (known: Record<string, any>, changes: [string, any][]) => {
    const next = { ...known };
    for (const [code, after] of changes) {
      delete next[code];
      if (after !== null) next[code] = after;
    }
    return sorted(next);
  };
  return {
    ...state,
    model: change.model.after,
    score: change.score.after,
    suggestedGrade: change.suggestedGrade.after,
    completeness: change.completeness.after,
    pillars: put(
      state.pillars,
      change.pillars.map(({ pillar, score }: any) => [pillar.code, score.after]),
    ),
    groups: put(
      state.groups,
      change.groups.map(({ group, score }: any) => [group.code, score.after]),
    ),
    kpis: put(
      state.kpis,
      change.keyPerformanceIndicators.map(({ code, after }: any) => [code, after ?? undefined]),
    ),
    memberUnits: put(
      state.memberUnits,
      change.memberUnits.map(({ memberUnit, after }: any) => [memberUnit.code, after]),
    ),
    indicators: put(
      state.indicators,
      change.indicators.map(({ indicator, after }: any) => [indicator.code, after]),
    ),
    values: put(
      state.values,
      change.values
        .filter(({ period }: any) => period.code.startsWith('2025'))
        .map(({ measure, period, dimensions, after }: any) => [JSON.stringify([measure, period, dimensions]), after]),
    ),
  };
}

function byCode(rows: any[], read: (row: any) => [string, any]): Record<string, any> {
  return sorted(Object.fromEntries(rows.map(read).map(([code, value]) => [code, value ?? undefined])));
}

function sorted(map: Record<string, any>): Record<string, any> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
