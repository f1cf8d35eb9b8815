import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGateway } from '../../gateway/server.ts';
import { HOP_HEADERS } from '../../shared/identity/signed-hop.ts';
import { decodeViewer, encodeViewer } from '../../shared/identity/viewer.ts';
import { aGate, GatewayWorld, PATIENT, viewers } from './gateway-world.ts';

let world: GatewayWorld;
beforeAll(async () => {
  world = await GatewayWorld.start();
});
afterAll(() => world.stop());
beforeEach(() => world.forgetCalls());

describe('identity at the gateway', () => {
  it('answers the anonymous { __typename } and nothing else', async () => {
    expect((await world.ask('{ __typename }', { token: null })).json).toEqual({ data: { __typename: 'Query' } });
    const refused = await world.ask('{ whoami }', { token: null });
    expect(refused.status).toBe(401);
    expect((await world.ask('{ __schema { types { name } } }', { token: null })).status).toBe(401);
    expect(world.subgraphs.evaluation.received).toHaveLength(0);
  });

  it('gives one and the same refusal for every cause', async () => {
    const trace = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
    const bodies = await Promise.all([
      world.ask('{ whoami }', { token: null, headers: trace }),
      world.ask('{ whoami }', { token: 'hub_unknown', headers: trace }),
      world.ask('{ whoami }', { token: null, headers: { ...trace, authorization: 'Basic YWxpY2U6eA==' } }),
      world.ask('{ whoami', { token: 'hub_unknown', headers: trace }),
      world.fetch('/graphql', {
        method: 'POST',
        headers: { ...trace, 'content-type': 'application/json' },
        body: 'garbage',
      }),
    ]);
    expect(new Set(bodies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(bodies[0]?.json.errors[0].extensions).toEqual({
      code: 'UNAUTHENTICATED',
      traceId: '0af7651916cd43dd8448eb211c80319c',
    });
    expect(bodies[0]?.json.errors[0].message).toContain('未提供有效的访问令牌');
  });

  it('allows introspection with a token', async () => {
    const { json } = await world.ask('{ __schema { queryType { name } } }');
    expect(json.data.__schema.queryType.name).toBe('Query');
  });

  it('ignores every identity header a client sends', async () => {
    const forged = encodeViewer({ subject: 'carol', memberUnit: null, roles: ['auditor'], purpose: '' });
    const headers = {
      'x-hub-viewer': forged,
      'x-hub-key': 'test',
      'x-hub-signature': 'x',
      'x-hub-nonce': 'n',
      'x-hub-time': '1',
      'x-hub-deadline': '1',
      'x-user': 'carol',
    };
    const { json } = await world.ask('{ whoami }', { headers });
    expect(json.data.whoami).toBe('alice');
    const [call] = world.subgraphs.evaluation.received;
    expect(call?.refusal).toBeNull();
    expect(call?.headers['x-user']).toBeUndefined();
    expect(call?.headers['x-hub-deadline']).not.toBe('1');
    expect((await world.ask('{ whoami }', { token: null, headers })).status).toBe(401);
  });

  it('signs each call so that a subgraph can verify it, and hands on viewer, trace and deadline', async () => {
    const { headers } = await world.ask('{ subject(code: "110106") { name hrss sasac } }', {
      headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    });
    expect(headers.get('x-trace-id')).toBe('0af7651916cd43dd8448eb211c80319c');
    const calls = Object.values(world.subgraphs).flatMap((subgraph) => subgraph.received);
    expect(calls).toHaveLength(3);
    for (const call of calls) {
      expect(call.refusal).toBeNull();
      expect(decodeViewer(String(call.headers[HOP_HEADERS.viewer]))).toEqual(viewers.hub_alice);
      expect(call.headers.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
      expect(Number(call.headers['x-hub-deadline'])).toBeGreaterThan(0);
      expect(call.headers.authorization).toBeUndefined();
    }
    expect(new Set(calls.map((call) => call.headers[HOP_HEADERS.nonce])).size).toBe(3);
  });

  it('shares equal calls in flight and never answers one user with what is for another', async () => {
    const { opened, open } = aGate();
    world.subgraphs.evaluation.gate = opened;
    const names = ['alice', 'bob', 'carol'];
    const asked = Array.from({ length: 30 }, (_, index) => {
      const name = names[index % 3] ?? '';
      return world.ask('{ whoami }', { token: `hub_${name}` }).then(({ json }) => [name, json.data?.whoami]);
    });
    // All thirty have reached their subgraph call once three wire calls wait and nothing else moves.
    await expect.poll(() => world.subgraphs.evaluation.received.length, PATIENT).toBe(3);
    open();
    for (const [name, answered] of await Promise.all(asked)) expect(answered).toBe(name);
    expect(world.subgraphs.evaluation.received.length).toBeLessThan(30);
    expect(world.subgraphs.evaluation.received.every(({ refusal }) => refusal === null)).toBe(true);
  });

  it('does not start without a key to sign with', async () => {
    await expect(createGateway(world.options({ hopKeys: [] }))).rejects.toThrow('HOP_KEYS');
  });

  it('fails closed when the hub cannot be asked', async () => {
    world.hub.isUp = false;
    const { status, json } = await world.ask('{ whoami }', { token: 'hub_never-seen' });
    world.hub.isUp = true;
    expect(status).toBe(503);
    expect(json.errors[0].extensions.code).toBe('SUBGRAPH_UNAVAILABLE');
  });
});
