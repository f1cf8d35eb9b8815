import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aGate, GatewayWorld, PATIENT } from './gateway-world.ts';

const LIMIT = 1_048_576;
let world: GatewayWorld;
beforeAll(async () => {
  world = await GatewayWorld.start();
});
afterAll(() => world.stop());

const authorization = { authorization: 'Bearer hub_alice' };

describe('the gateway over HTTP', () => {
  it('answers queries by GET, but no mutations', async () => {
    const query = encodeURIComponent('{ subject(code: "1") { name } }');
    expect((await world.fetch(`/graphql?query=${query}`, { headers: authorization })).json.data.subject.name).toBe(
      '示例区',
    );
    const mutation = encodeURIComponent('mutation { record(text: "a") }');
    expect((await world.fetch(`/graphql?query=${mutation}`, { headers: authorization })).status).toBe(405);
  });

  it('takes variables and fields of any name, words of the language it is written in too', async () => {
    const query =
      'query ($then: String!, $catch: Int, $toString: Int) { then: echo(text: $then, times: $catch) constructor: echo(text: $then, times: $toString) }';
    const { json } = await world.ask(query, {
      variables: JSON.parse('{ "then": "一", "catch": 1, "toString": 1 }'),
    });
    expect(Object.keys(json.data)).toEqual(['then', 'constructor']);
    expect(json.errors).toBeUndefined();
  });

  it('takes no batches', async () => {
    const body = JSON.stringify([{ query: '{ hrssNote }' }, { query: '{ hrssNote }' }]);
    const { status, text } = await world.fetch('/graphql', {
      method: 'POST',
      headers: { ...authorization, 'content-type': 'application/json' },
      body,
    });
    expect(status).toBe(400);
    expect(text).not.toContain('人社');
  });

  it('refuses a body over 1 MB before it asks who sends it', async () => {
    const asked = world.hub.asked.length;
    const { status, json } = await world.ask(`{ echo(text: "${'x'.repeat(LIMIT)}") }`, { token: 'hub_never-seen-2' });
    expect(status).toBe(413);
    expect(json.errors[0].extensions.code).toBe('LIMIT_BODY');
    expect(world.hub.asked).toHaveLength(asked);
  });

  it('refuses a streamed body over 1 MB that does not say how long it is', async () => {
    const chunk = new Uint8Array(65_536).fill(120);
    let sent = 0;
    const body = new ReadableStream({
      pull: (controller) => (sent++ < 32 ? controller.enqueue(chunk) : controller.close()),
    });
    const init = {
      method: 'POST',
      headers: { ...authorization, 'content-type': 'application/json' },
      body,
      duplex: 'half',
    };
    const response = await fetch(`${world.address}/graphql`, init as RequestInit).catch(() => null);
    expect(response?.status ?? 413).toBe(413);
    expect((await world.ask('{ hrssNote }')).status).toBe(200);
  });

  it('takes a body just under the limit', async () => {
    const text = 'x'.repeat(LIMIT - 200);
    expect((await world.ask(`{ echo(text: "${text}") }`)).json.data.echo).toHaveLength(text.length);
  });

  it('answers malformed documents, variables and JSON with codes and the trace, in no 5xx', async () => {
    const cases: [
      Promise<{
        status: number;
        json: { errors: { extensions: { code: string; traceId: string } }[] };
        headers: Headers;
      }>,
      string,
    ][] = [
      [world.ask('{ nothing'), 'GRAPHQL_PARSE_FAILED'],
      [world.ask('{ nothing }'), 'GRAPHQL_VALIDATION_FAILED'],
      [world.ask('query($c: String!) { subject(code: $c) { name } }'), 'BAD_USER_INPUT'],
      [world.ask('query($t: Int!) { echo(text: "a", times: $t) }', { variables: { t: 'many' } }), 'BAD_USER_INPUT'],
      [
        world.fetch('/graphql', {
          method: 'POST',
          headers: { ...authorization, 'content-type': 'application/json' },
          body: '{',
        }),
        'BAD_REQUEST',
      ],
      [
        world.fetch('/graphql', {
          method: 'POST',
          headers: { ...authorization, 'content-type': 'application/json' },
          body: '"text"',
        }),
        'BAD_REQUEST',
      ],
      [
        world.fetch('/graphql', {
          method: 'POST',
          headers: { ...authorization, 'content-type': 'application/json' },
          body: '{"query":7}',
        }),
        'BAD_REQUEST',
      ],
    ];
    for (const [asked, code] of cases) {
      const { status, json, headers } = await asked;
      expect([status < 500, json.errors[0]?.extensions.code]).toEqual([true, code]);
      expect(json.errors[0]?.extensions.traceId).toBe(headers.get('x-trace-id'));
    }
  });

  it('accepts a trace and makes one where there is none', async () => {
    const given = await world.ask('{ hrssNote }', {
      headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    });
    expect(given.headers.get('x-trace-id')).toBe('0af7651916cd43dd8448eb211c80319c');
    const made = await world.ask('{ hrssNote }', { headers: { traceparent: 'nonsense' } });
    expect(made.headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/);
    expect((await world.fetch('/health')).headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('has health, a page that points the way, and nothing else', async () => {
    expect((await world.fetch('/health')).json).toEqual({ status: 'UP' });
    const landing = await world.fetch('/', { headers: { accept: 'text/html' } });
    expect(landing.json.graphql).toBe('/graphql');
    for (const path of ['/graphiql', '/healthcheck', '/graphql/', '//', '/../etc/passwd', '/%00']) {
      expect((await world.fetch(path)).status).toBe(404);
    }
    const page = await world.fetch('/graphql', { headers: { accept: 'text/html' } });
    expect(page.status).toBe(400);
    expect(page.text).not.toMatch(/<html|graphiql|playground/i);
  });

  it('measures requests, operations, errors and subgraphs', async () => {
    await world.ask('query Named { hrssNote }');
    await world.ask('{ hrssFault }');
    const { text } = await world.fetch('/metrics');
    expect(text).toMatch(
      /http_server_request_duration_seconds_count\{method="POST",route="\/graphql",status="200"\} \d+/,
    );
    expect(text).toMatch(/graphql_operation_duration_seconds_count\{operation="Named"\} 1/);
    expect(text).toMatch(/graphql_errors_total\{code="INTERNAL_SERVER_ERROR"\} \d+/);
    expect(text).toMatch(/subgraph_request_duration_seconds_count\{subgraph="hrss"\} \d+/);
    expect(text).toMatch(/circuit_state\{subgraph="hrss"\} 0/);
  });

  it('gives the whole request its budget and no more', async () => {
    const small = await GatewayWorld.start({ timeLimits: { requestMs: 1_500, subgraphMs: 30_000, subgraphs: {} } });
    small.subgraphs.hrss.behaviour = () => {};
    const { status, json } = await small.ask('{ subject(code: "1") { name hrss sasac } }');
    expect([status, json.data.subject.name, json.data.subject.sasac]).toEqual([200, '示例区', 'sasac-value']);
    expect(json.errors[0].extensions.serviceName).toBe('hrss');
    await small.stop();
  });
});

describe('coming and going', () => {
  it('is ready once the hub has answered, and stays so when a department or the hub is away', async () => {
    const fresh = await GatewayWorld.start();
    fresh.hub.isUp = false;
    expect([(await fresh.fetch('/readiness')).status, (await fresh.fetch('/health')).status]).toEqual([503, 200]);
    fresh.hub.isUp = true;
    expect((await fresh.fetch('/readiness')).json).toEqual({ status: 'UP' });
    fresh.hub.isUp = false;
    await fresh.subgraphs.hrss.stop();
    expect((await fresh.fetch('/readiness')).status).toBe(200);
    await fresh.stop();
  });

  it('turns unready at once when it leaves, and finishes what is in flight', async () => {
    const leaving = await GatewayWorld.start();
    const { opened, open } = aGate();
    leaving.subgraphs.evaluation.gate = opened;
    const held = [leaving.ask('{ whoami }'), leaving.ask('mutation { record(text: "kept") }')];
    await expect.poll(() => leaving.subgraphs.evaluation.received.length, PATIENT).toBe(2);
    const closed = leaving.gateway.close();
    const readiness = await leaving.fetch('/readiness');
    expect([readiness.status, readiness.json.status]).toEqual([503, 'DRAINING']);
    open();
    const answers = await Promise.all(held);
    expect(answers.map(({ json }) => json)).toEqual([{ data: { whoami: 'alice' } }, { data: { record: 'kept' } }]);
    await closed;
    await expect(leaving.fetch('/health')).rejects.toThrow();
    await Promise.all(Object.values(leaving.subgraphs).map((subgraph) => subgraph.stop()));
  });

  it('does not wait for ever', async () => {
    const stuck = await GatewayWorld.start({ shutdownLimitMs: 90 });
    stuck.subgraphs.hrss.behaviour = () => {};
    const cut = stuck.ask('{ hrssNote }').catch(() => 'cut');
    await expect.poll(() => stuck.subgraphs.hrss.received.length, PATIENT).toBe(1);
    await stuck.gateway.close();
    expect(await cut).toBe('cut');
    await Promise.all(Object.values(stuck.subgraphs).map((subgraph) => subgraph.stop()));
  });
});
