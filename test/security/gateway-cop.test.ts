import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answer, GatewayWorld } from '../integration/gateway-world.ts';

/** The twelve checks of graphql-cop, written anew: what each sends, and what a safe answer looks like. */
let world: GatewayWorld;
beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production');
  world = await GatewayWorld.start();
});
afterAll(() => world.stop());
beforeEach(() => {
  vi.stubEnv('NODE_ENV', 'production');
  world.forgetCalls();
});

const calls = () => world.countCalls();
const authorization = { authorization: 'Bearer hub_alice' };
const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(' ');

/** Every check is asked by someone without a token, too: to strangers the gateway says even less. */
async function asStranger(query: string): Promise<Answer> {
  return world.ask(query, { token: null });
}

function expectNothing({ status, json }: Answer): void {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(json.data).toBeUndefined();
  expect(calls()).toBe(0);
}

describe('graphql-cop', () => {
  it('1 introspection: only for roles that work with the shape of the graph', async () => {
    const query = '{ __schema { types { name } } }';
    expectNothing(await asStranger(query));
    const refused = await world.ask(query, { token: 'hub_auditor' });
    expectNothing(refused);
    expect([refused.status, refused.json.errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
    const hidden = 'query { ...F } fragment F on Query { x: __type(name: "Query") { name } }';
    expect((await world.ask(hidden, { token: 'hub_auditor' })).status).toBe(403);
    expect((await world.ask(query)).status).toBe(200);
  });

  it('2 field suggestions: none, to nobody', async () => {
    expectNothing(await asStranger('{ whoam }'));
    for (const wrong of [
      '{ whoam }',
      '{ subject(cod: "1") { name } }',
      '{ subject(code: "1") { nam } }',
      '{ whoami @skp(if: true) }',
    ]) {
      const { json, text } = await world.ask(wrong);
      expect(json.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(text).not.toMatch(/did you mean|whoami|"name"/i);
    }
  });

  it('3 tracing: no timings in the answer', async () => {
    const { json } = await world.ask('{ whoami }', {
      headers: { 'x-apollo-tracing': '1', 'apollo-federation-include-trace': 'ftv1' },
    });
    expect(json).toEqual({ data: { whoami: 'alice' } });
  });

  it('4 alias overloading: 101 times __typename', async () => {
    const query = `{ ${times(101, (i) => `alias${i}: __typename`)} }`;
    expectNothing(await asStranger(query));
    const answer = await world.ask(query);
    expectNothing(answer);
    expect(['LIMIT_ALIASES', 'LIMIT_ROOT_FIELDS']).toContain(answer.json.errors[0].extensions.code);
  });

  it('5 array batching', async () => {
    const body = JSON.stringify(Array.from({ length: 10 }, () => ({ query: '{ whoami }' })));
    for (const headers of [authorization, {}]) {
      const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body };
      expectNothing(await world.fetch('/graphql', init));
    }
    const init = { method: 'POST', headers: { ...authorization, 'content-type': 'application/json' }, body };
    expect((await world.fetch('/graphql', init)).json.errors[0].extensions.code).toBe('BATCHING_NOT_ALLOWED');
  });

  it('6 directive overloading: as many unknown directives as you like, never an error for each', async () => {
    expectNothing(await asStranger(`{ __typename ${'@aa'.repeat(10)} }`));
    for (const count of [10, 11, 1_000]) {
      const answer = await world.ask(`{ __typename ${'@aa'.repeat(count)} }`);
      expect(answer.json.errors.length).toBeLessThan(10);
      expect(answer.json.data).toBeUndefined();
    }
    expect(calls()).toBe(0);
  });

  it('7 circular introspection', async () => {
    const query =
      '{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } }';
    expectNothing(await asStranger(query));
    const { json } = await world.ask(query);
    expect(json.data).toBeUndefined();
    expect(json.errors.length).toBeGreaterThan(0);
  });

  it('8 GET-based queries: none that a foreign page could send', async () => {
    const query = encodeURIComponent('{ __typename }');
    const { status, json } = await world.fetch(`/graphql?query=${query}`);
    expect([status, json.errors[0].extensions.code]).toEqual([400, 'CSRF_REFUSED']);
  });

  it('9 GET-based mutations: none at all', async () => {
    const query = encodeURIComponent('mutation { record(text: "a") }');
    for (const headers of [{}, authorization, { ...authorization, 'apollo-require-preflight': 'true' }]) {
      expectNothing(await world.fetch(`/graphql?query=${query}`, { headers: headers as Record<string, string> }));
    }
    expect((await world.fetch(`/graphql?query=${query}`, { headers: authorization })).status).toBe(405);
  });

  it('10 POST as a form: never', async () => {
    const types = [
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
      'application/graphql',
    ];
    for (const type of types) {
      for (const headers of [{}, authorization]) {
        const body = type.includes('form-url')
          ? `query=${encodeURIComponent('{ whoami }')}`
          : '{ "query": "{ whoami }" }';
        const answer = await world.fetch('/graphql', {
          method: 'POST',
          headers: { ...headers, 'content-type': type },
          body,
        });
        expectNothing(answer);
        expect(answer.status).toBe(415);
      }
    }
  });

  it('11 unhandled errors: no exception, no stack, no path', async () => {
    for (const body of [
      '{"query":"qwerty cop { abc }"}',
      '{"query":7}',
      '{',
      'null',
      '""',
      '{"query":"{ whoami","variables":3}',
    ]) {
      const init = { method: 'POST', headers: { ...authorization, 'content-type': 'application/json' }, body };
      const { status, text } = await world.fetch('/graphql', init);
      expect(status).toBeLessThan(500);
      expect(text).not.toMatch(/exception|stacktrace|node_modules|\bat .*\.[jt]s|SELECT/i);
    }
  });

  it('12 GraphiQL and playground: no page anywhere', async () => {
    for (const path of ['/', '/graphql', '/graphiql', '/playground', '/console', '/altair', '/voyager']) {
      const { headers, text } = await world.fetch(path, { headers: { accept: 'text/html', ...authorization } });
      expect(headers.get('content-type') ?? '').not.toContain('html');
      expect(text).not.toMatch(/<html|graphiql|playground/i);
    }
  });
});
