import { afterEach, describe, expect, it } from 'vitest';
import { defaultOverloadPolicy } from '../../gateway/overload/load-shedder.ts';
import { defaultRates } from '../../gateway/rates/rate-limiter.ts';
import { aGate, GatewayWorld, PATIENT } from './gateway-world.ts';

let world: GatewayWorld;
afterEach(() => world.stop());

const received = () => world.countCalls();
/** Different each time, so that no two are one call in flight. */
const echo = (text: string, token = 'hub_alice') => world.ask(`{ echo(text: "${text}") }`, { token });

describe('rates', () => {
  it('refuse one client too many requests, with the time to wait, and nobody else', async () => {
    const rates = { ...defaultRates, client: { perSecond: 2, burst: 3 } };
    world = await GatewayWorld.start({ rates });
    const answers = [await echo('1'), await echo('2'), await echo('3'), await echo('4')];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    const refused = answers[3];
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect(refused?.json.errors[0]).toMatchObject({
      message: '该用户的请求超过每秒 2 次的上限，请在 1 秒后重试',
      extensions: { code: 'RATE_LIMITED' },
    });
    expect(received()).toBe(3);
    expect((await echo('5', 'hub_bob')).status).toBe(200);
    world.time += 500;
    expect((await echo('6')).status).toBe(200);
    expect((await echo('7')).status).toBe(429);
    expect((await world.fetch('/metrics')).text).toMatch(/gateway_refusals_total\{code="RATE_LIMITED"\} 2/);
  });

  it('count a whole unit', async () => {
    world = await GatewayWorld.start({ rates: { ...defaultRates, unit: { perSecond: 1, burst: 2 } } });
    const answers = [await echo('1', 'hub_alice'), await echo('2', 'hub_bob'), await echo('3', 'hub_carol')];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]?.json.errors[0].message).toContain('成员单位');
    expect((await echo('4', 'hub_hrss')).status).toBe(200);
  });

  it('let the service have more', async () => {
    world = await GatewayWorld.start({ rates: { ...defaultRates, client: { perSecond: 1, burst: 1 } } });
    for (let i = 0; i < 20; i += 1) expect((await echo(String(i), 'hub_worker')).status).toBe(200);
  });

  it('keep one who sends far too much from the subgraphs, and answer the others meanwhile', async () => {
    world = await GatewayWorld.start({ rates: { ...defaultRates, client: { perSecond: 1, burst: 20 } } });
    const noise = Promise.all(Array.from({ length: 300 }, (_, i) => echo(`noise ${i}`)));
    const quiet = [];
    for (let i = 0; i < 10; i += 1) quiet.push(await echo(`quiet ${i}`, 'hub_bob'));
    expect(quiet.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const statuses = (await noise).map(({ status }) => status);
    expect([statuses.filter((one) => one === 200).length, statuses.filter((one) => one === 429).length]).toEqual([
      20, 280,
    ]);
    expect(received()).toBe(30);
  });

  it('count strangers by where they come from, and say 401 until then', async () => {
    world = await GatewayWorld.start({ rates: { ...defaultRates, stranger: { perSecond: 1, burst: 2 } } });
    const ask = () => world.ask('{ whoami }', { token: 'hub_guess' });
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([401, 401, 429]);
    expect((await echo('1')).status).toBe(200);
  });
});

describe('overload', () => {
  const policy = { ...defaultOverloadPolicy, inFlight: 3 };

  it('is refused early, shows in readiness, and ends by itself', async () => {
    world = await GatewayWorld.start({ overload: policy });
    expect((await world.fetch('/readiness')).status).toBe(200);
    const { opened, open } = aGate();
    world.subgraphs.evaluation.gate = opened;
    const held = ['hub_alice', 'hub_bob', 'hub_carol'].map((token) => world.ask('{ whoami }', { token }));
    await expect.poll(() => world.subgraphs.evaluation.received.length, PATIENT).toBe(3);
    const started = performance.now();
    const shed = await Promise.all(Array.from({ length: 20 }, (_, i) => echo(String(i), 'hub_hrss')));
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(new Set(shed.map(({ status }) => status))).toEqual(new Set([503]));
    expect(shed[0]?.headers.get('retry-after')).toBe('1');
    expect(shed[0]?.json.errors[0].extensions.code).toBe('OVERLOADED');
    expect(received()).toBe(3);
    expect((await world.fetch('/readiness')).json).toEqual({ status: 'OVERLOADED' });
    expect((await world.fetch('/health')).status).toBe(200);
    open();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await echo('after')).status).toBe(200);
    world.time += 1_000;
    expect((await world.fetch('/readiness')).status).toBe(200);
  });

  it('by one client is that client’s alone', async () => {
    world = await GatewayWorld.start({ overload: { ...defaultOverloadPolicy, inFlightPerClient: 2 } });
    const { opened, open } = aGate();
    world.subgraphs.evaluation.gate = opened;
    const held = [world.ask('{ a: whoami }'), world.ask('{ b: whoami }')];
    await expect.poll(() => world.subgraphs.evaluation.received.length, PATIENT).toBe(2);
    const refused = await echo('more');
    expect([refused.status, refused.json.errors[0].extensions.code]).toEqual([429, 'RATE_LIMITED']);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await echo('other', 'hub_bob')).status).toBe(200);
    open();
    await Promise.all(held);
    expect((await echo('again')).status).toBe(200);
  });

  it('of the service has room of its own', async () => {
    world = await GatewayWorld.start({ overload: { ...defaultOverloadPolicy, inFlightPerClient: 1 } });
    const { opened, open } = aGate();
    world.subgraphs.evaluation.gate = opened;
    const held = ['a', 'b', 'c'].map((key) => world.ask(`{ ${key}: whoami }`, { token: 'hub_worker' }));
    await expect.poll(() => world.subgraphs.evaluation.received.length, PATIENT).toBe(3);
    open();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

describe('rules about what a viewer may ask for', () => {
  it('stand after the limits, know viewer, document and graph, and refuse before any subgraph is called', async () => {
    const FORBIDDEN = { status: 403, code: 'FORBIDDEN', message: '无权' };
    world = await GatewayWorld.start({
      admission: [
        ({ viewer, parsed, operation, schema }) => {
          const isKnown = schema?.getQueryType() && parsed.document.definitions.length > 0;
          return isKnown && operation.operation === 'mutation' && viewer?.subject !== 'alice' ? FORBIDDEN : null;
        },
      ],
    });
    const refused = await world.ask('mutation { record(text: "a") }', { token: 'hub_bob' });
    expect([refused.status, refused.json.errors[0]]).toMatchObject([
      403,
      { message: '无权', extensions: { code: 'FORBIDDEN' } },
    ]);
    expect(received()).toBe(0);
    expect((await world.ask('mutation { record(text: "a") }')).json).toEqual({ data: { record: 'a' } });
  });
});
