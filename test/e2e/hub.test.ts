import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import { HubProcess } from '../testkit/hub-process.ts';
import { describeGuideExamples } from './guide-examples.ts';
import { describeIntegratorGuide, expectPartialAnswerAsShown } from './integrator-guide.ts';
import { describePermissions } from './permissions.ts';
import { describeReportCycle } from './report-cycle.ts';
import { describeYearlyRound } from './yearly-round.ts';

const DEPARTMENTS = ['hrss', 'sasac', 'education', 'union'] as const;
const VIEWS = ['hrss', 'sasac', 'education', 'tradeUnion'] as const;
const consolidated = readDocument('consolidated');
const framework = readDocument('framework');

function readDocument(name: string): string {
  return readFileSync(join(projectRoot, `test/fixtures/documents/${name}.graphql`), 'utf8');
}

let hub: HubProcess;

beforeAll(async () => {
  hub = await HubProcess.prepare();
  await hub.start({ HUB_DEMO: 'on' });
}, 180_000);

afterAll(async () => {
  await hub.stop();
  hub.remove();
}, 60_000);

// biome-ignore lint/suspicious/noExplicitAny: answers are read by path in tests
type Json = any;

async function readDistrict(year = 2025): Promise<{ status: number; data: Json; errors: Json[] }> {
  const { status, body } = await hub.ask(hub.token('lead'), consolidated, { code: '110106', year });
  return { status, data: body.data, errors: body.errors ?? [] };
}

/** The evaluation without what depends on the moment or on departments being up. */
function withoutSources(data: Json): Json {
  const { asOf: _asOf, ...evaluation } = structuredClone(data.subject.evaluation);
  for (const { node } of evaluation.indicators.edges) for (const value of node.evidence) delete value.source;
  return evaluation;
}

function evidenceOf(data: Json): Json[] {
  return data.subject.evaluation.indicators.edges.flatMap(({ node }: Json) => node.evidence);
}

/** Asks until the answer is whole: after a start the first may take longer than a department is given, and a breaker rests. */
async function readWhole(): Promise<Awaited<ReturnType<typeof readDistrict>>> {
  return vi.waitFor(
    async () => {
      const answer = await readDistrict();
      expect(answer.errors).toEqual([]);
      return answer;
    },
    { timeout: 60_000, interval: 250 },
  );
}

describe('the demo district, read by the lead union', () => {
  it('has a score with its interval, weights of 100, all 80 indicators and all seven pillars', async () => {
    const { status, data } = await readWhole();
    expect(status).toBe(200);
    const { evaluation, name } = data.subject;
    expect(name).toBe('丰台区（演示）');
    const { value, low, high, isComplete } = evaluation.score;
    expect(Number(low)).toBeLessThanOrEqual(Number(value));
    expect(Number(value)).toBeLessThanOrEqual(Number(high));
    expect(isComplete).toBe(false);
    expect(evaluation.missing.length).toBeGreaterThan(0);
    expect(evaluation.framework).toEqual({ code: 'fengtai-2023', status: 'DERIVED' });
    expect(evaluation.pillars.map(({ weight }: Json) => Number(weight)).reduce((a: number, b: number) => a + b)).toBe(
      100,
    );
    expect(evaluation.pillars).toHaveLength(7);
    expect(evaluation.indicators.totalCount).toBe(80);
    expect(evaluation.memberUnits).toHaveLength(29);
    expect(data.memberUnits).toHaveLength(29);
  });

  it('traces scores to values of all four departments, whose sources resolve', async () => {
    const { data } = await readWhole();
    const evidence = evidenceOf(data);
    const departments = new Set(evidence.flatMap(({ source }) => (source ? [source.id.split(':')[0]] : [])));
    expect([...departments].sort()).toEqual([...DEPARTMENTS].sort());
    expect(evidence.every(({ value, memberUnit, receivedAt }) => value !== null && memberUnit.name && receivedAt)).toBe(
      true,
    );
    for (const view of VIEWS) expect(data.subject[view].observations.totalCount).toBeGreaterThan(0);
  });

  it('comes to every stored score again from the evidence kept beside it', async () => {
    for (const year of [2023, 2024, 2025]) {
      const { body } = await hub.ask(
        hub.token('lead'),
        'query ($year: Int!) { subject(code: "110106") { evaluation(year: $year) { indicators(first: 100) { edges { node { indicator { key } calculation { isReproduced } } } } } } }',
        { year },
      );
      const nodes = body.data.subject.evaluation.indicators.edges.map(({ node }: Json) => node);
      expect(nodes).toHaveLength(80);
      expect(nodes.filter(({ calculation }: Json) => !calculation.isReproduced)).toEqual([]);
    }
  });

  it('says on values and subjects that they are made up', async () => {
    const { body } = await hub.ask(
      hub.token('lead'),
      '{ subject(code: "110106") { isDemo observations(filter: { period: "2025" }, first: 500) { edges { node { isDemo } } } } }',
    );
    expect(body.data.subject.isDemo).toBe(true);
    expect(body.data.subject.observations.edges.length).toBeGreaterThan(400);
    expect(body.data.subject.observations.edges.every(({ node }: Json) => node.isDemo)).toBe(true);
  });

  it('shows the frameworks whole: 88 indicators verbatim, 80 of the district', async () => {
    const catalogue = loadCatalogue();
    for (const [code, count] of [
      ['national-2022', 88],
      ['fengtai-2023', 80],
    ] as const) {
      const { body } = await hub.ask(hub.token('lead'), framework, { code });
      const nodes = body.data.framework.indicators.edges.map(({ node }: Json) => node);
      expect(nodes).toHaveLength(count);
      const shipped = catalogue.frameworks.get(code)?.indicators ?? [];
      expect(nodes.map(({ key, name, definition }: Json) => ({ key, name, definition }))).toEqual(
        shipped.map(({ key, name, definition }) => ({ key, name, definition })),
      );
      expect(nodes.flatMap(({ measures }: Json) => measures).every(({ owner }: Json) => owner.code)).toBe(true);
    }
  });

  it('is refused to strangers, who learn nothing but the type name', async () => {
    expect(await hub.ask(null, '{ __typename }')).toMatchObject({
      status: 200,
      body: { data: { __typename: 'Query' } },
    });
    for (const token of [null, 'hub_AAAAAAAAAAAAAAAAAAAAAA', 'nonsense']) {
      const { status, body } = await hub.ask(token, '{ memberUnits { code } }');
      expect(status).toBe(401);
      expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
      expect(body.data ?? null).toBeNull();
    }
  });
});

describePermissions(() => hub, consolidated);
describeIntegratorGuide(() => hub);

describe('a publication', () => {
  const publish = `mutation ($input: PublishHrssObservationsInput!) {
    publishHrssObservations(input: $input) { publication { id state } receipt { sequence hash } errors { code row rule } }
  }`;
  const technicians = `query ($asOf: DateTime) { subject(code: "110106") {
    evaluation(year: 2025, asOf: $asOf) { score { value } indicators(filter: { keys: ["skill-structure"] }, first: 1) { edges { node {
      score { value } evidence { measure { code } value revision } } } } }
  } }`;

  function readTechnicians(body: Json): { value: string; score: string } {
    const { node } = body.data.subject.evaluation.indicators.edges[0];
    const { value } = node.evidence.find(({ measure }: Json) => measure.code === 'technicians');
    return { value, score: node.score.value };
  }

  it('changes the score that rests on it, and the old state stays readable', async () => {
    const before = readTechnicians((await hub.ask(hub.token('lead'), technicians)).body);
    const asOf = new Date().toISOString();
    const explanation = '统计口径调整，核减重复计数';
    const observations = [{ subject: '110106', measure: 'technicians', period: '2025', value: '50', explanation }];
    const { body } = await hub.ask(hub.token('hrss'), publish, { input: { idempotencyKey: 'e2e-1', observations } });
    // A jump that was explained is accepted; the doubt is told and the explanation travels with the value.
    expect(body.data.publishHrssObservations).toMatchObject({
      publication: { state: 'ACCEPTED' },
      errors: [{ code: 'JUMP_AGAINST_HISTORY', row: 1 }],
    });
    await expect
      .poll(async () => readTechnicians((await hub.ask(hub.token('lead'), technicians)).body).value, {
        timeout: 10_000,
        interval: 50,
      })
      .toBe('50');
    const after = readTechnicians((await hub.ask(hub.token('lead'), technicians)).body);
    expect(Number(after.score)).toBeLessThan(Number(before.score));
    expect(readTechnicians((await hub.ask(hub.token('lead'), technicians, { asOf })).body)).toEqual(before);
  });

  it('is refused to another unit’s token and to one that only reads', async () => {
    const input = {
      idempotencyKey: 'e2e-2',
      observations: [{ subject: '110106', measure: 'technicians', period: '2025', value: '1' }],
    };
    for (const name of ['education', 'lead', 'integrator']) {
      const { body } = await hub.ask(hub.token(name), publish, { input });
      expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
    }
  });

  it('names row and rule of what is wrong', async () => {
    const observations = [
      { subject: '110106', measure: 'technicians', period: '2025', value: 'many' },
      { subject: '110106', measure: 'technicians', period: '2025-Q1', value: '1' },
    ];
    const { body } = await hub.ask(hub.token('hrss'), publish, { input: { idempotencyKey: 'e2e-3', observations } });
    expect(body.data.publishHrssObservations).toMatchObject({
      publication: null,
      receipt: null,
      errors: [
        { code: 'VALUE_NOT_A_NUMBER', row: 1, rule: 'value.type' },
        { code: 'PERIOD_FREQUENCY_MISMATCH', row: 2, rule: 'period.frequency' },
      ],
    });
  });
});

describeReportCycle(() => hub);
describeGuideExamples(() => hub);
describeYearlyRound(() => hub);

describe('a department that is killed', () => {
  it('empties its own view and sources, is named, changes no score, and comes back', async () => {
    const before = await readWhole();
    hub.killDepartment('hrss');
    const during = await readDistrict();
    expect(during.status).toBe(200);
    expect(withoutSources(during.data)).toEqual(withoutSources(before.data));
    expect(during.data.subject.hrss).toBeNull();
    expect(during.data.subject.sasac).toEqual(before.data.subject.sasac);
    expect(evidenceOf(during.data)).toEqual(
      evidenceOf(before.data).map((value) =>
        value.source?.id.startsWith('hrss:') ? { ...value, source: null } : value,
      ),
    );
    expect(during.errors).toMatchObject([
      { extensions: { code: 'SUBGRAPH_UNAVAILABLE', serviceName: 'hrss', units: [{ code: 'hrss' }] } },
    ]);
    await expectPartialAnswerAsShown(hub);
    const states = during.data.memberUnits.filter(({ availability }: Json) => availability.state !== 'AVAILABLE');
    expect(states.map(({ code }: Json) => code)).toEqual(['hrss']);
    expect((await readWhole()).data.subject.hrss).toEqual(before.data.subject.hrss);
  }, 90_000);

  it('leaves the evaluation whole even with all four down', async () => {
    const before = await readWhole();
    for (const name of DEPARTMENTS) hub.killDepartment(name);
    const during = await readDistrict();
    expect(during.status).toBe(200);
    expect(withoutSources(during.data)).toEqual(withoutSources(before.data));
    expect(new Set(during.errors.map(({ extensions }) => extensions.serviceName))).toEqual(new Set(DEPARTMENTS));
    expect(evidenceOf(during.data).every(({ source }) => source === null)).toBe(true);
    await readWhole();
  }, 90_000);
});

describe('starting and stopping', () => {
  it('refuses a second launcher on the same data folder and says where the first one is', async () => {
    const second = await HubProcess.prepare();
    const { code, output } = await second.startAndFail({ HUB_DATA: hub.dataFolder });
    second.remove();
    expect(code).toBe(1);
    expect(output).toContain(`127.0.0.1:${hub.port}`);
  }, 30_000);

  it('refuses a port that is taken and names HUB_PORT', async () => {
    const other = await HubProcess.prepare();
    const squatter = createServer().listen(other.port, '127.0.0.1');
    const { code, output } = await other.startAndFail();
    squatter.close();
    other.remove();
    expect(code).toBe(1);
    expect(output).toContain('HUB_PORT');
  }, 30_000);

  it('stops cleanly, refuses the demo folder in production, and keeps the data', async () => {
    const before = await readWhole();
    expect(await hub.stop()).toBe(0);
    const { code, output } = await hub.startAndFail({ NODE_ENV: 'production' });
    expect(code).toBe(1);
    expect(output).toMatch(/demo/i);
    await hub.start();
    const after = await readWhole();
    expect(withoutSources(after.data)).toEqual(withoutSources(before.data));
  }, 120_000);

  it('takes over from a run that was killed', async () => {
    const before = await readWhole();
    await hub.killLauncher();
    await hub.start();
    expect(withoutSources((await readWhole()).data)).toEqual(withoutSources(before.data));
  }, 120_000);
});
