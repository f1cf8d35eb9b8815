import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aGate, GatewayWorld, PATIENT } from './gateway-world.ts';

let world: GatewayWorld;
beforeAll(async () => {
  world = await GatewayWorld.start({
    timeLimits: { requestMs: 30_000, subgraphMs: 30_000, subgraphs: { hrss: 1_000 } },
  });
});
afterAll(() => world.stop());
afterEach(async () => {
  for (const subgraph of Object.values(world.subgraphs)) {
    subgraph.behaviour = null;
  }
  // A success closes what the fault has left open or half counted.
  world.time += 10_000;
  await world.ask('{ hrssNote subject(code: "1") { sasac } }');
  world.forgetCalls();
});

const CONSOLIDATED = '{ subject(code: "110106") { name hrss sasac } }';

async function expectPartial(): Promise<void> {
  const { status, json, text, headers } = await world.ask(CONSOLIDATED);
  expect(status).toBe(200);
  expect(json.data).toEqual({ subject: { name: '示例区', hrss: null, sasac: 'sasac-value' } });
  expect(json.errors).toEqual([
    {
      message: '人力社保（hrss）子图暂不可用，相关数据为空，其余结果不受影响',
      path: ['subject'],
      extensions: {
        code: 'SUBGRAPH_UNAVAILABLE',
        serviceName: 'hrss',
        units: [{ code: 'hrss', name: '区人力社保局' }],
        traceId: headers.get('x-trace-id'),
      },
    },
  ]);
  expect(text).not.toMatch(/127\.0\.0\.1|graphql:|stack|secret|nginx/i);
}

describe('a department that does not answer', () => {
  const replies: [string, number, string, string][] = [
    ['500 with a page', 500, 'text/html', '<html>nginx secret</html>'],
    ['500 in JSON that is not GraphQL', 500, 'application/json', '{"statusCode":500,"message":"secret"}'],
    ['502', 502, 'text/html', '<html>nginx</html>'],
    ['503 with a GraphQL body', 503, 'application/json', '{"errors":[{"message":"secret"}]}'],
    ['200 with HTML', 200, 'text/html', '<html>nginx</html>'],
    ['200 with broken JSON', 200, 'application/json', '{"data": {"_entities": [{"hr'],
    ['200 with JSON that is no object', 200, 'application/json', '17'],
    ['200 with null', 200, 'application/json', 'null'],
    ['200 with errors that are null', 200, 'application/json', '{"errors":null}'],
    ['200 with nothing', 200, 'application/json', ''],
    ['a redirect', 302, 'text/plain', 'moved'],
    ['401', 401, 'application/json', '{"errors":[{"message":"secret","extensions":{"code":"UNAUTHENTICATED"}}]}'],
    ['404', 404, 'text/plain', 'not here'],
    ['an endless stream type', 200, 'text/event-stream', 'data: {}\n\n'],
    ['a multipart type', 200, 'multipart/mixed; boundary="-"', '---\r\n'],
  ];
  it.each(replies)('is named, the rest is right: %s', async (_name, status, type, body) => {
    world.subgraphs.hrss.behaviour = (_request, response) => {
      response
        .writeHead(status, { 'content-type': type, ...(status === 302 ? { location: world.subgraphs.sasac.url } : {}) })
        .end(body);
    };
    await expectPartial();
  });

  it('is named when it never answers', async () => {
    world.subgraphs.hrss.behaviour = () => {};
    await expectPartial();
  });

  it('is named when it begins an answer and never ends it', async () => {
    world.subgraphs.hrss.behaviour = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":');
    };
    await expectPartial();
  });

  it('is named when it cuts the connection', async () => {
    world.subgraphs.hrss.behaviour = (request) => request.socket.resetAndDestroy();
    await expectPartial();
  });

  it('is named when it sends less than it promised', async () => {
    world.subgraphs.hrss.behaviour = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"data":', () => response.destroy());
    };
    await expectPartial();
  });

  it('is named when its process is gone, and comes back by itself', async () => {
    const { hrss } = world.subgraphs;
    const { port } = hrss;
    await hrss.stop();
    await expectPartial();
    await hrss.start(port);
    expect((await world.ask(CONSOLIDATED)).json.data.subject.hrss).toBe('hrss-value');
  });

  it('gives one error for three hundred paths', async () => {
    world.subgraphs.hrss.behaviour = (_request, response) => response.writeHead(503).end();
    const { json } = await world.ask('{ subject(code: "1") { items { id hrss } hrss } hrssNote }');
    expect(json.data.subject.items).toHaveLength(300);
    expect(json.errors).toHaveLength(1);
  });

  it('leaves data null and says so when nothing else was asked', async () => {
    world.subgraphs.hrss.behaviour = (_request, response) => response.writeHead(503).end();
    const { status, json } = await world.ask('{ hrssNote }');
    expect(status).toBe(200);
    expect(json.data ?? null).toEqual(null);
    expect(json.errors[0].extensions.serviceName).toBe('hrss');
  });

  it('tells that the outcome of a mutation is not known', async () => {
    world.subgraphs.evaluation.behaviour = (request) => request.socket.destroy();
    const { json } = await world.ask('mutation { record(text: "a") }');
    expect(json.errors[0].message).toContain('结果未知');
    expect(world.subgraphs.evaluation.received).toHaveLength(1);
  });
});

describe('errors of a subgraph that does answer', () => {
  it('pass on message and code, and nothing else of theirs', async () => {
    const { json, text } = await world.ask('{ hrssRefusal hrssNote }');
    expect(json.data).toEqual({ hrssRefusal: null, hrssNote: '人社' });
    expect(json.errors[0]).toMatchObject({
      message: '无权查看',
      path: ['hrssRefusal'],
      extensions: { code: 'FORBIDDEN', row: 3, serviceName: 'hrss' },
    });
    expect(text).not.toMatch(/SELECT|stack|srv/);
  });

  it('are hidden when they speak of a fault', async () => {
    const { json, text, headers } = await world.ask('{ hrssFault }');
    expect(json.errors[0].extensions).toEqual({
      code: 'INTERNAL_SERVER_ERROR',
      serviceName: 'hrss',
      traceId: headers.get('x-trace-id'),
    });
    expect(text).not.toMatch(/SELECT|stack|srv/);
  });
});

describe('the breaker of a department', () => {
  it('opens after five failures in a row, probes once after ten seconds and closes by itself', async () => {
    const { hrss } = world.subgraphs;
    hrss.behaviour = (_request, response) => response.writeHead(503).end();
    for (let call = 0; call < 8; call += 1) await expectPartial();
    expect(hrss.received).toHaveLength(5);
    expect((await world.fetch('/readiness?verbose')).json.subgraphs.hrss).toEqual({ circuit: 'OPEN' });
    expect((await world.fetch('/metrics')).text).toContain('circuit_state{subgraph="hrss"} 2');

    world.time += 9_999;
    await expectPartial();
    expect(hrss.received).toHaveLength(5);

    world.time += 1;
    await expectPartial();
    expect(hrss.received).toHaveLength(6);
    await expectPartial();
    expect(hrss.received).toHaveLength(6);

    hrss.behaviour = null;
    world.time += 10_000;
    expect((await world.ask(CONSOLIDATED)).json.data.subject.hrss).toBe('hrss-value');
    expect((await world.ask(CONSOLIDATED)).json.errors).toBeUndefined();
    expect((await world.fetch('/readiness?verbose')).json.subgraphs.hrss).toEqual({ circuit: 'CLOSED' });
  });

  it('counts one call over the wire once, however many requests have joined it', async () => {
    const { hrss } = world.subgraphs;
    const { opened, open } = aGate();
    hrss.behaviour = (_request, response) => void opened.then(() => response.writeHead(503).end());
    const asked = Array.from({ length: 20 }, () => world.ask('{ hrssNote }'));
    await expect.poll(() => hrss.received.length, PATIENT).toBeGreaterThan(0);
    open();
    await Promise.all(asked);
    if (hrss.received.length < 5)
      expect((await world.fetch('/readiness?verbose')).json.subgraphs.hrss).toEqual({ circuit: 'CLOSED' });
  });

  it('does not count GraphQL errors, refusals or clients that leave', async () => {
    for (let call = 0; call < 6; call += 1) await world.ask('{ hrssFault }');
    world.subgraphs.hrss.behaviour = (_request, response) => response.writeHead(404).end();
    for (let call = 0; call < 6; call += 1) await world.ask('{ hrssNote }');
    world.subgraphs.hrss.behaviour = null;
    for (let call = 0; call < 6; call += 1) await leaveEarly();
    expect((await world.fetch('/readiness?verbose')).json.subgraphs.hrss).toEqual({ circuit: 'CLOSED' });
  });
});

/** Sends a whole request and goes away before the answer. */
function leaveEarly(): Promise<void> {
  const { port } = new URL(world.address);
  const body = JSON.stringify({ query: '{ hrssNote }' });
  const head = `POST /graphql HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer hub_alice\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(head + body, () => socket.destroy()));
    socket.once('close', () => resolve());
  });
}
