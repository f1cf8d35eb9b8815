import { afterEach, describe, expect, it } from 'vitest';
import { retryPauseMs, RetryBudget } from '../../gateway/resilience/retry-budget.ts';
import { aGate, GatewayWorld, PATIENT, type TestSubgraph } from './gateway-world.ts';

let world: GatewayWorld;
afterEach(() => world.stop());

const retry = { retries: 2, budgetPercent: 10, pauseMs: 5 };
type Behaviour = NonNullable<TestSubgraph['behaviour']>;

/** Misbehaves the given number of times, then answers as always. */
function failing(subgraph: TestSubgraph, times: number, behaviour: Behaviour): void {
  let left = times;
  subgraph.behaviour = (request, response) => {
    left -= 1;
    if (left <= 0) subgraph.behaviour = null;
    behaviour(request, response);
  };
}

const faults: [string, Behaviour][] = [
  ['502', (_request, response) => response.writeHead(502).end('<html>')],
  ['503', (_request, response) => response.writeHead(503).end()],
  ['504', (_request, response) => response.writeHead(504).end()],
  ['a connection that is reset', (request) => request.socket.resetAndDestroy()],
  [
    'an answer that breaks off',
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{', () => response.destroy());
    },
  ],
];

describe('retries', () => {
  it.each(faults)('bridge one fault of a query: %s', async (_name, behaviour) => {
    world = await GatewayWorld.start({ retry });
    failing(world.subgraphs.hrss, 1, behaviour);
    expect((await world.ask('{ hrssNote }')).json).toEqual({ data: { hrssNote: '人社' } });
    const { received } = world.subgraphs.hrss;
    expect(received).toHaveLength(2);
    // Signed anew: a subgraph takes no nonce twice.
    expect(received.map(({ refusal }) => refusal)).toEqual([null, null]);
    expect(new Set(received.map(({ headers }) => headers['x-hub-nonce'])).size).toBe(2);
    expect(new Set(received.map(({ headers }) => headers['x-hub-deadline'])).size).toBe(1);
    expect((await world.fetch('/metrics')).text).toContain('subgraph_retries_total{subgraph="hrss"} 1');
  });

  it('bridge a refused connection', async () => {
    world = await GatewayWorld.start({ retry: { ...retry, pauseMs: 1_500 } });
    const { hrss } = world.subgraphs;
    const { port } = hrss;
    await hrss.stop();
    const asked = world.ask('{ hrssNote }');
    await expect
      .poll(async () => (await world.fetch('/metrics')).text, PATIENT)
      .toContain('subgraph_retries_total{subgraph="hrss"} 1');
    await hrss.start(port);
    expect((await asked).json).toEqual({ data: { hrssNote: '人社' } });
  });

  it('are two at most', async () => {
    world = await GatewayWorld.start({ retry });
    world.subgraphs.hrss.behaviour = (_request, response) => response.writeHead(503).end();
    const { status, json } = await world.ask('{ hrssNote }');
    expect([status, json.errors[0].extensions.code]).toEqual([200, 'SUBGRAPH_UNAVAILABLE']);
    expect(world.subgraphs.hrss.received).toHaveLength(3);
  });

  it.each(faults)('are never made of a mutation: %s', async (_name, behaviour) => {
    world = await GatewayWorld.start({ retry });
    world.subgraphs.evaluation.behaviour = behaviour;
    for (let i = 0; i < 3; i += 1) {
      const { json } = await world.ask(`mutation { record(text: "${i}") }`);
      expect(json.errors[0].message).toContain('结果未知');
    }
    expect(world.subgraphs.evaluation.received).toHaveLength(3);
  });

  const answers: [string, Behaviour][] = [
    ['500', (_request, response) => response.writeHead(500).end('{}')],
    ['404', (_request, response) => response.writeHead(404).end()],
    [
      'GraphQL errors',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"errors":[{"message":"x"}]}');
      },
    ],
    ['a page', (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
  ];
  it.each(answers)('are not made of what was answered: %s', async (_name, behaviour) => {
    world = await GatewayWorld.start({ retry });
    world.subgraphs.hrss.behaviour = behaviour;
    await world.ask('{ hrssNote }');
    expect(world.subgraphs.hrss.received).toHaveLength(1);
  });

  it('are not made after a time limit', async () => {
    world = await GatewayWorld.start({ retry, timeLimits: { requestMs: 5_000, subgraphMs: 300, subgraphs: {} } });
    world.subgraphs.hrss.behaviour = () => {};
    await world.ask('{ hrssNote }');
    expect(world.subgraphs.hrss.received).toHaveLength(1);
  });

  it('do not go on when the breaker opens, and are not made of a probe', async () => {
    world = await GatewayWorld.start({ retry, breaker: { failures: 2, resetMs: 10_000 } });
    const { hrss } = world.subgraphs;
    hrss.behaviour = (_request, response) => response.writeHead(503).end();
    await world.ask('{ hrssNote }');
    expect(hrss.received).toHaveLength(2);
    await world.ask('{ hrssNote }');
    expect(hrss.received).toHaveLength(2);
    world.time += 10_000;
    await world.ask('{ hrssNote }');
    expect(hrss.received).toHaveLength(3);
  });

  it('stay a tenth of the calls', async () => {
    world = await GatewayWorld.start({ retry, breaker: { failures: 1_000_000, resetMs: 10_000 } });
    const { hrss } = world.subgraphs;
    hrss.behaviour = (_request, response) => response.writeHead(503).end();
    const calls = 300;
    for (let i = 0; i < calls; i += 1) await world.ask('{ hrssNote }');
    expect(hrss.received.length - calls).toBeLessThanOrEqual(calls * 0.1 + 5);
    expect(hrss.received.length - calls).toBeGreaterThan(calls * 0.05);
  });

  it('are made once for all who wait for one call', async () => {
    world = await GatewayWorld.start({ retry });
    const { hrss } = world.subgraphs;
    const { opened, open } = aGate();
    failing(hrss, 1, (_request, response) => void opened.then(() => response.writeHead(503).end()));
    const asked = Array.from({ length: 10 }, () => world.ask('{ hrssNote }'));
    await expect.poll(() => hrss.received.length, PATIENT).toBeGreaterThan(0);
    open();
    for (const { json } of await Promise.all(asked)) expect(json.data.hrssNote).toBe('人社');
  });

  it('can be turned off', async () => {
    world = await GatewayWorld.start({ retry: { ...retry, retries: 0 } });
    world.subgraphs.hrss.behaviour = (_request, response) => response.writeHead(503).end();
    await world.ask('{ hrssNote }');
    expect(world.subgraphs.hrss.received).toHaveLength(1);
  });
});

describe('the budget of retries', () => {
  it('earns slowly and keeps little', async () => {
    world = await GatewayWorld.start();
    const budget = new RetryBudget(10);
    for (let i = 0; i < 5; i += 1) expect(budget.take()).toBe(true);
    expect(budget.take()).toBe(false);
    for (let i = 0; i < 11; i += 1) budget.noteCall();
    expect([budget.take(), budget.take()]).toEqual([true, false]);
    for (let i = 0; i < 100_000; i += 1) budget.noteCall();
    let kept = 0;
    while (budget.take()) kept += 1;
    expect(kept).toBeLessThanOrEqual(50);
    expect(retryPauseMs(0, 50, () => 0)).toBe(25);
    expect(retryPauseMs(1, 50, () => 1)).toBe(100);
  });
});

describe('replies of subgraphs', () => {
  it.each([
    ['says its length', true],
    ['does not say its length', false],
  ])('are refused over the limit, the rest is right: one that %s', async (_name, hasLength) => {
    world = await GatewayWorld.start({ replyBytes: 100_000 });
    const body = JSON.stringify({ data: { hrssNote: 'x'.repeat(200_000) } });
    world.subgraphs.hrss.behaviour = (_request, response) => {
      const length: Record<string, string> = hasLength ? { 'content-length': String(body.length) } : {};
      response.writeHead(200, { 'content-type': 'application/json', ...length }).end(body);
    };
    const { status, json } = await world.ask('{ hrssNote subject(code: "1") { name } }');
    expect([status, json.data]).toEqual([200, { hrssNote: null, subject: { name: '示例区' } }]);
    expect(json.errors[0].extensions.code).toBe('SUBGRAPH_UNAVAILABLE');
    expect(world.subgraphs.hrss.received).toHaveLength(1);
  });

  it('never send us elsewhere', async () => {
    world = await GatewayWorld.start({ retry });
    for (const status of [301, 302, 303, 307, 308]) {
      world.subgraphs.hrss.behaviour = (_request, response) => {
        response.writeHead(status, { location: world.subgraphs.sasac.url }).end();
      };
      await world.ask('{ hrssNote }');
    }
    expect(world.subgraphs.sasac.received).toHaveLength(0);
  });
});
