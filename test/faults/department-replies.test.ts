import { afterEach, describe, expect, it } from 'vitest';
import type { TestSubgraph } from '../integration/gateway-world.ts';
import type { Toxic } from '../testkit/toxic-proxy.ts';
import { report, seeded, sized } from './fault-row.ts';
import { pick } from '../testkit/seeded-random.ts';
import { CONSOLIDATED, consolidated, FaultWorld, inParallel, LEAK, WHOLE, WITHOUT_HRSS } from './fault-world.ts';

let faults: FaultWorld;
afterEach(() => faults.close());

type Behaviour = NonNullable<TestSubgraph['behaviour']>;
const NEVER = { failures: Number.MAX_SAFE_INTEGER, resetMs: 10_000 };

const says =
  (status: number, type: string, body: string): Behaviour =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': type }).end(body);

/** More than two replies may hold together; made once. */
const ENORMOUS = `{"data":{"_entities":[{"hrss":"${'x'.repeat(50 * 1_048_576)}"}]}}`;

const bodies: [string, Behaviour][] = [
  ['502 with a page', says(502, 'text/html', '<html>nginx secret</html>')],
  ['503 without a word', says(503, 'text/plain', '')],
  ['500 with a stack', says(500, 'application/json', '{"error":"secret","stack":"at /srv/app.js:1"}')],
  ['200 with a page', says(200, 'text/html', '<html>nginx secret</html>')],
  ['200 with broken JSON', says(200, 'application/json', '{"data":{"_entities":[{"hrss":"secr')],
  ['200 with errors: null', says(200, 'application/json', '{"errors":null}')],
  ['200 with data: null and no error', says(200, 'application/json', '{"data":null}')],
  ['200 with a list', says(200, 'application/json', '[1,2,3]')],
  ['200 with errors that are text', says(200, 'application/json', '{"errors":"secret"}')],
  ['200 with bytes that are no UTF-8', says(200, 'application/json', '\u00ff\u00fe{')],
];

const toxics: [string, Toxic[]][] = [
  ['latency', [{ kind: 'latency', ms: 20, jitterMs: 20 }]],
  ['down', [{ kind: 'down' }]],
  ['bandwidth', [{ kind: 'bandwidth', bytesPerSecond: 20_000 }]],
  ['slow_close', [{ kind: 'slow_close', ms: 50 }]],
  ['timeout', [{ kind: 'timeout' }]],
  ['reset_peer', [{ kind: 'reset_peer' }]],
  ['slicer', [{ kind: 'slicer', bytes: 7 }]],
  ['limit_data', [{ kind: 'limit_data', bytes: 120 }]],
];

/** Why an answer is not one to give to a client; null when it is. */
function fault({ status, text }: { status: number; text: string }): string | null {
  if (status !== 200) return `status ${status}`;
  const leak = LEAK.exec(text);
  if (leak) return `says ${leak[0]}`;
  const { data, errors } = JSON.parse(text);
  const said = JSON.stringify(data);
  if (said === JSON.stringify(WHOLE)) return errors === undefined ? null : 'whole, with an error';
  if (said !== JSON.stringify(WITHOUT_HRSS)) return `data ${said.slice(0, 100)}`;
  return errors?.[0]?.extensions?.serviceName === 'hrss' ? null : 'partial, with nobody named';
}

describe('B4: what a department or the network makes of an answer', () => {
  const start = (subgraphMs: number) =>
    FaultWorld.start({ breaker: NEVER, timeLimits: { requestMs: 20_000, subgraphMs, subgraphs: {} } });
  const times = sized(3, 100);

  it('reaches clients as valid GraphQL, with HTTP 200, the rest right and nothing leaked', {
    timeout: 600_000,
  }, async (context) => {
    faults = await start(1_000);
    const { world, links } = faults;
    const found: Record<string, string | null> = {};
    const look = async (name: string) => {
      const answers = await inParallel(times, 4, () => world.ask(CONSOLIDATED));
      for (const [index, answer] of answers.entries()) {
        const why = fault(answer);
        if (why !== null) found[`${name} #${index}`] = why;
      }
    };
    for (const [name, behaviour] of bodies) {
      world.subgraphs.hrss.behaviour = behaviour;
      await look(name);
    }
    world.subgraphs.hrss.behaviour = null;
    for (const [name, toxic] of toxics) {
      await links.hrss.set(...toxic);
      await look(name);
    }
    await links.hrss.set();
    await expect.poll(async () => (await world.ask(CONSOLIDATED)).json).toEqual({ data: WHOLE });
    const n = times * (bodies.length + toxics.length);
    report(context, { row: 'B4', what: '8 toxics and 10 bodies', n, failures: Object.keys(found).length });
    expect(found).toEqual({});
  });

  it('is cut off at the limit when it is 50 MB', { timeout: 120_000 }, async (context) => {
    // All departments are one process here, and it is busy with the 50 MB.
    faults = await start(10_000);
    const { world } = faults;
    const n = sized(2, 20);
    const before = process.memoryUsage().rss;
    const found: (string | null)[] = [];
    for (let index = 0; index < n; index += 1) {
      const hasLength = index % 2 === 0;
      world.subgraphs.hrss.behaviour = (_request, response) => {
        const length: Record<string, number> = hasLength ? { 'content-length': Buffer.byteLength(ENORMOUS) } : {};
        response.writeHead(200, { 'content-type': 'application/json', ...length }).end(ENORMOUS);
      };
      found.push(fault(await world.ask(CONSOLIDATED)));
    }
    world.subgraphs.hrss.behaviour = null;
    expect((await world.ask(CONSOLIDATED)).json).toEqual({ data: WHOLE });
    const failures = found.filter((why) => why !== null).length;
    const grownMb = Math.round((process.memoryUsage().rss - before) / 1_048_576);
    report(context, { row: 'B4', what: 'replies of 50 MB', n, failures, figures: { grownMb } });
    expect(found).toEqual(Array(n).fill(null));
  });
});

describe('B4: an answer that is JSON and yet not what was asked for', () => {
  const misshapen = [
    '{"data":{}}',
    '{"data":{"_entities":null}}',
    '{"data":{"_entities":[]}}',
    '{"data":{"_entities":"secret"}}',
    '{"data":"secret"}',
    '{"data":{"_entities":[{"__typename":"Item","hrss":"secret"}]}}',
    '{"data":{"_entities":[{"hrss":{"any":"secret"}}]}}',
    '{"data":{"_entities":[{"hrss":["secret"]}]}}',
    '{"data":{"_entities":[{"hrss":7}]}}',
    '{"data":{"_entities":[{}]}}',
    '{"data":{"_entities":["secret"]}}',
    '{"data":{"_entities":[{"hrss":"a"},{"hrss":"secret"}]}}',
    '{"data":{"_entities":[{"hrss":"a","name":"secret"}]}}',
    '{"data":{"_entities":[{"hrss":"a"}],"subject":{"name":"secret"}}}',
    '{"data":{"_entities":[{"hrss":"a"}]},"errors":"secret"}',
    '{"data":{"_entities":[{"hrss":null}]},"errors":[{"message":"secret","path":"secret"}]}',
    '{"data":{"_entities":[{"hrss":null}]},"errors":[{"message":"secret","extensions":"secret"}]}',
    '{"errors":[{}]}',
  ];
  const says200 = (body: string) => says(200, 'application/json', body);

  it('names the department, and leaks nothing', { timeout: 60_000 }, async (context) => {
    faults = await FaultWorld.start({ breaker: NEVER });
    const found: Record<string, string> = {};
    const times = sized(1, 100);
    for (const body of misshapen) {
      faults.world.subgraphs.hrss.behaviour = says200(body);
      for (const answer of await inParallel(times, 4, (index) => faults.world.ask(consolidated(index)))) {
        const why = fault({ ...answer, text: answer.text.replace(/"q\d+"/, '"subject"') });
        if (why !== null) found[body] = why;
      }
    }
    const n = times * misshapen.length;
    report(context, { row: 'B4', what: 'replies of the wrong shape', n, failures: Object.keys(found).length });
    expect(found).toEqual({});
  });

  it('is a failure that opens the breaker, as an unreadable one is', async () => {
    faults = await FaultWorld.start();
    faults.world.subgraphs.hrss.behaviour = says200('{"data":{"_entities":"secret"}}');
    for (let call = 0; call < 5; call += 1) await faults.world.ask(consolidated(call));
    expect(await faults.circuit('hrss')).toBe('OPEN');
  });

  it('is never an answer without data and without errors', async () => {
    faults = await FaultWorld.start({ breaker: NEVER });
    const answers: unknown[] = [];
    for (const body of [
      '{"data":{}}',
      '{"data":{"hrssNote":["secret"]}}',
      '{"data":{"hrssNote":"x"},"errors":"secret"}',
    ]) {
      faults.world.subgraphs.hrss.behaviour = says200(body);
      const { status, text, json } = await faults.world.ask('{ hrssNote }');
      answers.push([status, json.errors[0].extensions.serviceName, LEAK.test(text)]);
    }
    expect(answers).toEqual(Array(3).fill([200, 'hrss', false]));
  });
});

describe('B6: retries', () => {
  const interrupted: Toxic[] = [{ kind: 'reset_peer' }, { kind: 'limit_data', bytes: 30 }, { kind: 'timeout' }];

  it('are never made of a mutation, whatever becomes of its answer', { timeout: 300_000 }, async (context) => {
    faults = await FaultWorld.start({ breaker: NEVER, timeLimits: { requestMs: 300, subgraphMs: 300, subgraphs: {} } });
    const { world, links } = faults;
    const { evaluation } = world.subgraphs;
    await world.ask(CONSOLIDATED);
    evaluation.received.length = 0;
    const random = seeded();
    const n = sized(20, 500);
    let unknown = 0;
    for (let index = 0; index < n; index += 1) {
      await links.evaluation.set(pick(random, interrupted));
      const { status, json } = await world.ask(`mutation { record(text: "m${index}.") }`);
      if (status === 200 && json.errors[0].message.includes('结果未知')) unknown += 1;
    }
    const times = Array.from(
      { length: n },
      (_, index) => evaluation.received.filter(({ body }) => body.includes(`m${index}.`)).length,
    );
    const notOnce = times.filter((count) => count !== 1).length;
    report(context, {
      row: 'B6',
      what: 'mutations whose answer is lost arrive exactly once',
      n,
      failures: notOnce + (n - unknown),
    });
    expect([notOnce, unknown]).toEqual([0, n]);
  });

  it('of queries are two at most, and a tenth of all calls', { timeout: 300_000 }, async (context) => {
    faults = await FaultWorld.start({ breaker: NEVER, retry: { retries: 2, budgetPercent: 10, pauseMs: 2 } });
    const { world, links } = faults;
    const { hrss } = world.subgraphs;
    const random = seeded();
    const n = sized(200, 4_000);
    await links.hrss.set({ kind: 'reset_peer' });
    const answers = await inParallel(n, 8, async (index) => {
      const code = `c${index}.${Math.floor(random() * 1e9)}.`;
      const { status } = await world.ask(`{ subject(code: "${code}") { hrss } }`);
      return { code, status };
    });
    const counts = answers.map(({ code }) => hrss.received.filter(({ body }) => body.includes(code)).length);
    const tooMany = counts.filter((count) => count < 1 || count > 3).length;
    const retries = counts.reduce((sum, count) => sum + count - 1, 0);
    const isInBudget = retries <= n * 0.1 + 5;
    report(context, {
      row: 'B6',
      what: 'queries: at most two retries each, a tenth in all (and five to begin with)',
      n,
      failures: tooMany + (isInBudget ? 0 : 1),
      figures: { retries, mostOfOne: Math.max(...counts) - 1 },
    });
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect([tooMany, isInBudget]).toEqual([0, true]);
  });

  it('are not made while the breaker is open, nor is anything else', async (context) => {
    faults = await FaultWorld.start();
    const { world, links } = faults;
    await links.hrss.set({ kind: 'reset_peer' });
    for (let call = 0; (await faults.circuit('hrss')) !== 'OPEN'; call += 1) await world.ask(consolidated(call));
    const [connections, received] = [links.hrss.accepted, world.subgraphs.hrss.received.length];
    const n = sized(50, 1_000);
    await inParallel(n, 8, (index) => world.ask(consolidated(1_000 + index)));
    const calls = world.subgraphs.hrss.received.length - received + links.hrss.accepted - connections;
    report(context, { row: 'B6', what: 'no call to a department whose breaker is open', n, failures: calls });
    expect(calls).toBe(0);
  });
});
