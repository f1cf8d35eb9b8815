import { afterAll, beforeAll, expect, it } from 'vitest';
import { aGate, GatewayWorld, PATIENT } from './gateway-world.ts';

/** Where the native planner does not load, everything must still hold; a few answers stand for all. */
let world: GatewayWorld;
beforeAll(async () => {
  world = await GatewayWorld.start({ planner: 'javascript' });
});
afterAll(() => world.stop());

it('answers across subgraphs without the native planner, signed', async () => {
  const { json } = await world.ask('{ subject(code: "110106") { name hrss sasac items { id hrss } } hrssNote }');
  expect(json.errors).toBeUndefined();
  expect(json.data.subject).toMatchObject({ name: '示例区', hrss: 'hrss-value', sasac: 'sasac-value' });
  expect(json.data.subject.items[299]).toEqual({ id: 'i299', hrss: 'hrss-i299' });
  const calls = Object.values(world.subgraphs).flatMap(({ received }) => received);
  expect(calls.every(({ refusal }) => refusal === null)).toBe(true);
});

it('names a department that is away, once, with HTTP 200', async () => {
  world.subgraphs.hrss.behaviour = (_request, response) => response.writeHead(503).end('<html>secret');
  const { status, json, text } = await world.ask('{ subject(code: "1") { name hrss sasac items { id hrss } } }');
  world.subgraphs.hrss.behaviour = null;
  // Attempts have opened the breaker; the next call is its probe.
  world.time += 10_000;
  await world.ask('{ hrssNote }');
  expect(status).toBe(200);
  expect(json.data.subject).toMatchObject({ name: '示例区', hrss: null, sasac: 'sasac-value' });
  expect(json.data.subject.items).toHaveLength(300);
  expect(json.errors).toHaveLength(1);
  expect(json.errors[0].extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', serviceName: 'hrss' });
  expect(text).not.toContain('secret');
});

it('passes on what a department refuses and hides its faults', async () => {
  const { json, text } = await world.ask('{ hrssRefusal hrssFault }');
  const codes = json.errors.map((error: { extensions: { code: string } }) => error.extensions.code);
  expect(codes.toSorted()).toEqual(['FORBIDDEN', 'INTERNAL_SERVER_ERROR']);
  expect(text).not.toMatch(/SELECT|stack/);
});

it('never answers one user with what is for another', async () => {
  const { opened, open } = aGate();
  world.subgraphs.evaluation.gate = opened;
  world.subgraphs.evaluation.received.length = 0;
  const names = Array.from({ length: 30 }, (_, index) => ['alice', 'bob', 'carol'][index % 3] ?? '');
  const asked = names.map((name) => world.ask('{ whoami }', { token: `hub_${name}` }));
  await expect.poll(() => world.subgraphs.evaluation.received.length, PATIENT).toBeGreaterThanOrEqual(3);
  open();
  expect((await Promise.all(asked)).map(({ json }) => json.data.whoami)).toEqual(names);
});
