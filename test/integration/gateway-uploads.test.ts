import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultRates } from '../../gateway/rates/rate-limiter.ts';
import { defaultUploadPolicy } from '../../gateway/uploads/upload-policy.ts';
import { parseHopKeys } from '../../shared/identity/signed-hop.ts';
import { SpanRecorder } from '../testkit/span-recorder.ts';
import { GatewayField } from './gateway-field.ts';
import { aGate, PATIENT, testKeys } from './gateway-world.ts';
import { bytesOf, FakeReceiver, MB, openRaw, send, sendRaw, startReceiver, UploadWorld } from './upload-world.ts';

const spans = SpanRecorder.install();
let world: UploadWorld;
afterEach(() => world?.stop());

/** A body that stands still after its first bytes until it is let go. */
function halting(first: string, rest = ''): { body: AsyncGenerator<Uint8Array>; goOn: () => void } {
  const { opened, open } = aGate();
  async function* make(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(first);
    await opened;
    if (rest !== '') yield Buffer.from(rest);
  }
  return { body: make(), goOn: open };
}

/** Waits until a receiver has bytes in its hands. */
async function untilReading(receiver: FakeReceiver): Promise<void> {
  let length = 0;
  receiver.behaviour = (call) =>
    receiver.readAll(call, (now) => {
      length = now;
    });
  await expect.poll(() => length, PATIENT).toBeGreaterThan(0);
}

const errorOf = (answer: { json: { errors: { message: string; extensions: Record<string, unknown> }[] } }) =>
  answer.json.errors[0]?.extensions;

describe('an upload', () => {
  it('reaches the department as it was sent, with who sends it and what for, and comes back with its answer', async () => {
    world = await UploadWorld.start();
    const path = '/uploads/hrss?idempotencyKey=k1&mode=PARTIAL&onBehalfOf=%E5%8C%BA';
    const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
    const answer = await world.send({ path, body: '季度,数值\n', headers: { traceparent } });
    expect(answer).toMatchObject({ status: 200, json: { errorCount: 0, publication: null, length: 14 } });
    expect(answer.headers['x-trace-id']).toBe('ab'.repeat(16));
    const [seen] = world.receiver.seen;
    expect(seen).toMatchObject({
      text: '季度,数值\n',
      call: {
        viewer: { subject: 'clerk', memberUnit: 'hrss' },
        contentType: 'text/csv',
        traceId: 'ab'.repeat(16),
      },
    });
    expect([...(seen?.call.parameters ?? [])]).toEqual([
      ['idempotencyKey', 'k1'],
      ['mode', 'PARTIAL'],
      ['onBehalfOf', '区'],
    ]);
  });

  it('is measured, and is one tree of spans from the gateway into the department', async () => {
    world = await UploadWorld.start();
    const from = spans.spans.length;
    await world.send({ headers: { 'content-type': 'application/x-ndjson; charset=UTF-8' }, body: '{}\n' });
    expect(world.receiver.seen[0]?.call.contentType).toBe('application/x-ndjson');
    expect(await world.metric(/^uploads_total\{.*$/m)).toBe('uploads_total{department="hrss",result="stored"} 1');
    expect(await world.metric(/^upload_bytes_total\{.*$/m)).toBe(
      'upload_bytes_total{department="hrss",result="stored"} 3',
    );
    expect(await world.metric(/^upload_duration_seconds_count\{.*$/m)).toContain('} 1');
    expect(await world.metric(/^http_server_request_duration_seconds_count\{.*uploads.*$/m)).toContain('status="200"');
    const own = spans.spans.slice(from);
    const [gateway, call, service] = ['gateway upload', 'upload hrss', 'hrss /uploads'].map((name) =>
      own.find((span) => span.name === name),
    );
    expect(call?.parentId).toBe(gateway?.spanId);
    expect(service?.parentId).toBe(call?.spanId);
    expect(new Set(own.map(({ traceId }) => traceId)).size).toBe(1);
  });

  it('passes on what the department finds wrong with the rows', async () => {
    world = await UploadWorld.start();
    const body = { publication: null, errors: [{ code: 'VALUE', row: 2 }], errorCount: 1 };
    world.receiver.behaviour = async (call) => {
      await world.receiver.readAll(call);
      return { status: 422, body };
    };
    expect(await world.send()).toMatchObject({ status: 422, json: body });
    expect(await world.metric(/^uploads_total\{.*$/m)).toContain('result="refused"');
  });

  it('is told early what the department will not take, while it is still being sent', async () => {
    world = await UploadWorld.start();
    world.receiver.behaviour = async () => ({ status: 422, body: { errors: [{ code: 'MODE' }], errorCount: 1 } });
    const { body, taken } = bytesOf(256 * MB);
    expect(await world.send({ body })).toMatchObject({ status: 422, json: { errorCount: 1 } });
    expect(taken()).toBeLessThan(128 * MB);
    expect((await world.send()).status).toBe(422);
  });

  it('is not taken for stored where the department has not seen its end', async () => {
    world = await UploadWorld.start();
    world.receiver.behaviour = async () => ({ status: 200, body: { errorCount: 0 } });
    const answer = await world.send({ body: bytesOf(8 * MB).body });
    expect([answer.status, errorOf(answer)?.['code']]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
  });

  it('tells a fault of the department without its words', async () => {
    world = await UploadWorld.start();
    world.receiver.behaviour = async () => {
      throw new Error('SELECT secret FROM hrss.observation');
    };
    const answer = await world.send();
    expect(JSON.stringify(answer.json)).not.toContain('SELECT');
    expect([answer.status, errorOf(answer)]).toMatchObject([500, { code: 'INTERNAL_SERVER_ERROR', retryable: true }]);
  });

  it('waits for a slow department instead of filling up memory, and is whole in the end', async () => {
    world = await UploadWorld.start();
    const { opened, open } = aGate();
    world.receiver.behaviour = (call) => world.receiver.readAll(call, () => opened);
    const { body, hash, taken } = bytesOf(64 * MB);
    const answered = world.send({ body });
    let before = -1;
    const hasStopped = (): boolean => {
      const stands = taken() > 0 && taken() === before;
      before = taken();
      return stands;
    };
    await expect.poll(hasStopped, { timeout: 15_000, interval: 300 }).toBe(true);
    // What stands in the buffers of four sockets.
    expect(taken()).toBeLessThan(32 * MB);
    open();
    expect((await answered).status).toBe(200);
    expect(world.receiver.seen[0]).toMatchObject({ length: 64 * MB, hash: hash() });
  });

  it('is compared with the hash the client gives', async () => {
    world = await UploadWorld.start();
    const sha256 = '64D1D7D4EF2E5A5AE0D1B0F5E8B7A5A2E3A4B5C6D7E8F9A0B1C2D3E4F5A6B7C8';
    const wrong = await world.send({ headers: { 'x-content-sha256': sha256 } });
    expect([wrong.status, errorOf(wrong)]).toMatchObject([400, { code: 'UPLOAD_DIGEST_MISMATCH', retryable: true }]);
    await expect.poll(() => world.receiver.lastCut, PATIENT).toBe('CUT_OFF');
    const { body, hash } = bytesOf(100);
    for await (const _ of body);
    const right = { 'x-content-sha256': hash() };
    expect((await world.send({ headers: right, body: bytesOf(100).body })).status).toBe(200);
    expect((await world.send({ headers: { 'x-content-sha256': 'abc' } })).status).toBe(400);
  });

  it('cut off by the client is cut off at the department, and the gateway lives', async () => {
    world = await UploadWorld.start();
    const { body } = halting('a,b\n1,');
    const abort = new AbortController();
    const reading = untilReading(world.receiver);
    const answered = world.send({ body, signal: abort.signal });
    await reading;
    abort.abort();
    await expect(answered).rejects.toThrow();
    await expect.poll(() => world.receiver.lastCut, PATIENT).toBe('CUT_OFF');
    expect(world.receiver.calls[0]?.signal.aborted).toBe(true);
    await expect.poll(() => world.metric(/^uploads_total\{.*$/m), PATIENT).toContain('result="cut"} 1');
    expect((await world.send()).status).toBe(200);
  });

  it('is finished by the department, should the client leave with all of it handed over', async () => {
    world = await UploadWorld.start();
    const { opened, open } = aGate();
    const abort = new AbortController();
    world.receiver.behaviour = async (call) => {
      const reply = await world.receiver.readAll(call);
      await opened;
      return reply;
    };
    const answered = world.send({ signal: abort.signal });
    await expect.poll(() => world.receiver.seen.length, PATIENT).toBe(1);
    abort.abort();
    await expect(answered).rejects.toThrow();
    open();
    await expect.poll(() => world.metric(/^uploads_total\{.*$/m), PATIENT).toContain('result="stored"} 1');
    expect(world.receiver.calls[0]?.signal.aborted).toBe(false);
  });

  it('ends unsealed where the right to it ends on the way', async () => {
    world = await UploadWorld.start();
    const { body, goOn } = halting('a,b\n');
    const reading = untilReading(world.receiver);
    const answered = world.send({ body });
    await reading;
    world.tokens['hub_hrss'] = null;
    goOn();
    expect((await answered).status).toBe(401);
    await expect.poll(() => world.receiver.lastCut, PATIENT).toBe('CUT_OFF');
  });
});

describe('what an upload may be', () => {
  const policy = { ...defaultUploadPolicy, limitBytes: 1_000 };

  it('is limited by what it says of its length, and by what comes', async () => {
    world = await UploadWorld.start({ uploads: policy });
    const said = await world.send({ expect: true, headers: { 'content-length': '1001' }, body: 'x'.repeat(1_001) });
    expect([said.status, said.isAskedFor, errorOf(said)?.['code']]).toEqual([413, false, 'LIMIT_UPLOAD']);
    expect(world.receiver.calls).toHaveLength(0);
    const came = await world.send({ body: bytesOf(16 * MB).body });
    expect([came.status, errorOf(came)?.['code']]).toEqual([413, 'LIMIT_UPLOAD']);
    await expect.poll(() => world.receiver.lastCut, PATIENT).toBe('CUT_OFF');
    expect((await world.send({ body: 'x'.repeat(1_000) })).status).toBe(200);
    expect(await world.metric(/^uploads_total\{.*limit.*$/m)).toContain('} 1');
  });

  it('is not waited for when nothing comes', async () => {
    world = await UploadWorld.start({ uploads: { ...policy, idleMs: 150 } });
    const answer = await world.send({ body: halting('a,b\n').body });
    expect([answer.status, errorOf(answer)]).toMatchObject([408, { code: 'UPLOAD_TIMEOUT', retryable: true }]);
    await expect.poll(() => world.receiver.lastCut, PATIENT).toBe('CUT_OFF');
  });

  it('is not waited for when the department takes nothing', async () => {
    world = await UploadWorld.start({ uploads: { ...defaultUploadPolicy, idleMs: 150 } });
    world.receiver.behaviour = (call) => world.receiver.readAll(call, () => new Promise(() => {}));
    const answer = await world.send({ body: bytesOf(64 * MB).body });
    expect([answer.status, errorOf(answer)?.['code']]).toEqual([503, 'SUBGRAPH_UNAVAILABLE']);
  });

  it('is limited in time', async () => {
    world = await UploadWorld.start({ uploads: { ...policy, limitMs: 300 } });
    const answer = await world.send({ body: halting('a,b\n').body });
    expect([answer.status, errorOf(answer)?.['code']]).toEqual([408, 'UPLOAD_TIMEOUT']);
    world.receiver.behaviour = async (call) => {
      await world.receiver.readAll(call);
      return new Promise(() => {});
    };
    const unknown = await world.send();
    expect([unknown.status, errorOf(unknown)?.['code']]).toEqual([503, 'SUBGRAPH_UNAVAILABLE']);
    expect(unknown.json.errors[0].message).toContain('结果未知，请用同一 idempotencyKey 重新上传');
    await expect.poll(() => world.receiver.calls.at(-1)?.signal.aborted, PATIENT).toBe(true);
  });
});

describe('before a byte of the body is asked for', () => {
  const asking = { expect: true, body: 'x'.repeat(1_000) };

  it('it is known who asks, whether he may, and for which department', async () => {
    world = await UploadWorld.start();
    const cases = [
      await world.send({ ...asking, token: null }),
      await world.send({ ...asking, token: 'hub_nobody' }),
      await world.send({ ...asking, token: 'hub_alice' }),
      await world.send({ ...asking, token: 'hub_auditor' }),
      await world.send({ ...asking, path: '/uploads/nowhere' }),
      await world.send({ ...asking, path: '/uploads/constructor' }),
    ];
    expect(cases.map(({ status, isAskedFor }) => [status, isAskedFor])).toEqual(
      [401, 401, 403, 403, 404, 404].map((status) => [status, false]),
    );
    expect(cases.map((answer) => errorOf(answer)?.['code'])).toEqual([
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
      'FORBIDDEN',
      'FORBIDDEN',
      'NOT_FOUND',
      'NOT_FOUND',
    ]);
    expect(errorOf(cases[0] ?? { json: { errors: [] } })?.['traceId']).toBe(cases[0]?.headers['x-trace-id']);
    expect(world.receiver.calls).toHaveLength(0);
    expect(await world.send(asking)).toMatchObject({ status: 200, isAskedFor: true });
  });

  it('a refusal also reaches who sends without asking', async () => {
    world = await UploadWorld.start();
    const { body, taken } = bytesOf(512 * MB);
    expect((await world.send({ token: null, body })).status).toBe(401);
    expect(taken()).toBeLessThan(256 * MB);
  });

  it('it is counted how often and how many at once', async () => {
    const rates = { ...defaultRates, client: { perSecond: 1, burst: 3 } };
    world = await UploadWorld.start({ rates, uploads: { ...defaultUploadPolicy, inFlight: 3 } });
    const halted = [halting('a'), halting('b'), halting('c')];
    const [first, second, third] = halted;
    const running = [world.send({ body: first?.body ?? '' }), world.send({ body: second?.body ?? '' })];
    await expect.poll(() => world.receiver.calls.length, PATIENT).toBe(2);
    const own = await world.send(asking);
    expect([own.status, own.isAskedFor, own.headers['retry-after']]).toEqual([429, false, '5']);
    const often = await world.send(asking);
    expect([often.status, errorOf(often)?.['code']]).toEqual([429, 'RATE_LIMITED']);
    const clerk = world.tokens['hub_hrss'];
    if (clerk) {
      world.tokens['hub_second'] = { ...clerk, subject: 'second' };
      world.tokens['hub_third'] = { ...clerk, subject: 'third' };
    }
    running.push(world.send({ body: third?.body ?? '', token: 'hub_second' }));
    await expect.poll(() => world.receiver.calls.length, PATIENT).toBe(3);
    const all = await world.send({ ...asking, token: 'hub_third' });
    expect([all.status, errorOf(all)?.['code']]).toEqual([503, 'OVERLOADED']);
    for (const { goOn } of halted) goOn();
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await world.send({ token: 'hub_third' })).status).toBe(200);
  });
});

describe('a department that is away', () => {
  it('is told with the way to go on, opens the breaker, and is found again by an upload', async () => {
    world = await UploadWorld.start({ breaker: { failures: 2, resetMs: 10_000 } });
    await world.killDepartment();
    for (let i = 0; i < 3; i += 1) {
      const answer = await world.send({ expect: true });
      expect([answer.status, answer.isAskedFor, errorOf(answer)]).toMatchObject([
        503,
        false,
        { code: 'SUBGRAPH_UNAVAILABLE', retryable: true },
      ]);
      expect(answer.json.errors[0].message).toBe(
        '人力社保（hrss）子图暂不可用，未保存任何数据，请用同一 idempotencyKey 重新上传',
      );
    }
    expect(await world.metric(/^circuit_state\{.*$/m)).toContain('} 2');
    await world.reviveDepartment();
    expect((await world.send()).status).toBe(503);
    expect(world.receiver.calls).toHaveLength(0);
    world.time += 10_000;
    expect((await world.send()).status).toBe(200);
    expect(await world.metric(/^circuit_state\{.*$/m)).toContain('} 0');
  });

  it('found again by an upload is open to others while that lasts', async () => {
    world = await UploadWorld.start({ breaker: { failures: 1, resetMs: 10_000 } });
    await world.killDepartment();
    await world.send();
    await world.reviveDepartment();
    world.time += 10_000;
    const { body, goOn } = halting('a');
    const probing = world.send({ body });
    await expect.poll(() => world.receiver.calls.length, PATIENT).toBe(1);
    expect((await world.send()).status).toBe(200);
    goOn();
    expect((await probing).status).toBe(200);
  });

  it('dying on the way says so; dying with all of it leaves the result open', async () => {
    world = await UploadWorld.start({ breaker: { failures: 1, resetMs: 10_000 } });
    const reading = untilReading(world.receiver);
    const answered = world.send({ body: halting('a,b\n').body });
    await reading;
    await world.killDepartment();
    const midway = await answered;
    expect([midway.status, errorOf(midway)]).toMatchObject([503, { code: 'SUBGRAPH_UNAVAILABLE', retryable: true }]);
    expect(midway.json.errors[0].message).toContain('未保存任何数据，请用同一 idempotencyKey 重新上传');
    expect((await world.send()).status).toBe(503);
    await world.reviveDepartment();
    world.time += 10_000;
    world.receiver.behaviour = async (call) => {
      await world.receiver.readAll(call);
      return new Promise(() => {});
    };
    const seen = world.receiver.seen.length;
    const waiting = world.send();
    await expect.poll(() => world.receiver.seen.length, PATIENT).toBe(seen + 1);
    await world.killDepartment();
    expect((await waiting).json.errors[0].message).toContain('本次上传的结果未知');
    expect(await world.metric(/^uploads_total\{.*unavailable.*$/m)).toContain('} 3');
  });

  it.each<[string, RequestListener]>([
    ['answers a page', (_, response) => response.writeHead(200).end('<html>')],
    ['sends us elsewhere', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end('{}')],
    ['does not know our signature', (_, response) => response.writeHead(401).end('{"errors":[]}')],
    ['says it is busy', (_, response) => response.writeHead(503).end('{"errors":[]}')],
    ['answers without an end', (_, response) => response.writeHead(200, { 'content-length': '9' }).end('{"a"')],
    ['never says go on', () => {}],
  ])('counts as away when it %s', async (_what, behaviour) => {
    const stranger = createServer().on('checkContinue', behaviour).on('request', behaviour).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    world = await UploadWorld.start({
      subgraphUrls: { hrss: `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/graphql` },
      timeLimits: { requestMs: 300, subgraphMs: 300, subgraphs: {} },
    });
    const answer = await world.send({ body: bytesOf(8 * MB).body });
    expect([answer.status, errorOf(answer)?.['code']]).toEqual([503, 'SUBGRAPH_UNAVAILABLE']);
    stranger.closeAllConnections();
    stranger.close();
  });

  it('is told apart from one that takes no files', async () => {
    const other = await startReceiver(new FakeReceiver(), { takesFiles: false });
    world = await UploadWorld.start({ subgraphUrls: { hrss: other.url } });
    const answer = await world.send({ expect: true });
    expect([answer.status, answer.isAskedFor, errorOf(answer)?.['code']]).toEqual([404, false, 'NOT_FOUND']);
    await other.server.close();
  });
});

describe('keys', () => {
  const [oldKey] = testKeys;
  const newKeys = parseHopKeys(`new:${Buffer.from('another key of the tests, 32 byt').toString('base64url')}`);

  it('may change while uploads go on', async () => {
    if (!oldKey) throw new Error('no key');
    world = await UploadWorld.start({ hopKeys: [...newKeys, oldKey] }, [oldKey, ...newKeys]);
    expect((await world.send()).status).toBe(200);
  });

  it('that a department does not know are worth nothing', async () => {
    world = await UploadWorld.start({ hopKeys: newKeys });
    const answer = await world.send({ expect: true });
    expect([answer.status, answer.isAskedFor]).toEqual([503, false]);
    expect(world.receiver.calls).toHaveLength(0);
  });
});

describe('a gateway that stops', () => {
  it('lets an upload come to its end and takes no new one', async () => {
    world = await UploadWorld.start();
    const { body, goOn } = halting('a,b\n', '1,2\n');
    const reading = untilReading(world.receiver);
    const answered = world.send({ body });
    await reading;
    const closed = world.closeGateway();
    const late = await world.send({ expect: true });
    expect([late.status, late.isAskedFor, errorOf(late)?.['code']]).toEqual([503, false, 'OVERLOADED']);
    goOn();
    expect((await answered).status).toBe(200);
    await closed;
    expect(world.receiver.seen[0]?.text).toBe('a,b\n1,2\n');
  });

  it('cuts at its limit what has not come to an end', async () => {
    world = await UploadWorld.start({ shutdownLimitMs: 300 });
    const reading = untilReading(world.receiver);
    const answered = world.send({ body: halting('a,b\n').body });
    const failed = expect(answered).rejects.toThrow();
    await reading;
    await world.closeGateway();
    await failed;
    await expect.poll(() => world.receiver.lastCut, PATIENT).toBe('CUT_OFF');
  });
});

describe('hostile uploads', () => {
  const HEAD = 'Host: hub\r\nAuthorization: Bearer hub_hrss\r\nContent-Type: text/csv\r\nConnection: close\r\n';
  const chunked = `POST /uploads/hrss HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\n`;

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('by %s are refused', async (method) => {
    world = await UploadWorld.start();
    const said = await sendRaw(world.address, `${chunked.replace('POST', method)}3\r\na,b\r\n0\r\n\r\n`);
    expect(said).toMatch(/^HTTP\/1.1 405 [\s\S]*allow: POST/);
  });

  it.each([
    ['text/plain', {}],
    ['', {}],
    ['application/json', {}],
    ['multipart/form-data; boundary=x', {}],
    ['application/x-www-form-urlencoded', {}],
    ['text/csv; charset=gb18030', {}],
    ['text/csv, text/plain', {}],
    ['text/csv', { 'content-encoding': 'gzip' }],
    ['text/csv', { 'content-encoding': 'identity, br' }],
    ['text/csv', { 'transfer-encoding': 'gzip, chunked' }],
  ])('of type "%s" %o are refused', async (type, headers) => {
    world = await UploadWorld.start();
    const answer = await world.send({ headers: { 'content-type': type, ...headers } });
    expect([answer.status, errorOf(answer)?.['code']]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(world.receiver.calls).toHaveLength(0);
  });

  it('without a type, or without any body, are refused', async () => {
    world = await UploadWorld.start();
    const bare = 'POST /uploads/hrss HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer hub_hrss\r\nConnection: close\r\n';
    expect(await sendRaw(world.address, `${bare}Content-Length: 1\r\n\r\nx`)).toMatch(/^HTTP\/1.1 415 /);
    expect(await sendRaw(world.address, `${bare}Content-Type: text/csv\r\n\r\n`)).toMatch(/^HTTP\/1.1 411 /);
    expect(world.receiver.calls).toHaveLength(0);
  });

  it.each([
    '/uploads/../graphql',
    '/uploads/%2e%2e/graphql',
    '/uploads/hrss/../../internal/introspect',
    '/uploads/hrss/graphql',
    '/uploads/hrss%2f..%2fgraphql',
    '/uploads/hrss/',
    '/uploads/',
    '/uploads//hrss',
    '/uploads/__proto__',
    '/uploads/HRSS',
    '/uploads/hrss@127.0.0.1',
    '/uploads/hrss#/graphql',
    '/uploads/hrss\\..\\graphql',
  ])('to %s reach no department', async (path) => {
    world = await UploadWorld.start();
    const said = await sendRaw(world.address, `POST ${path} HTTP/1.1\r\n${HEAD}Content-Length: 2\r\n\r\n{}`);
    if (path.includes('#')) expect(said).toMatch(/^HTTP\/1.1 (200|4\d\d) /);
    else expect(said).toMatch(/^HTTP\/1.1 4\d\d /);
    const addresses = world.receiver.calls.map(({ contentType }) => contentType);
    expect(addresses).toEqual(path.includes('#') ? ['text/csv'] : []);
  });

  it('cannot say who they are from, nor what their body is', async () => {
    world = await UploadWorld.start();
    const forged = 'X-Hub-Viewer: e30\r\nX-Hub-Signature: AAAA\r\nX-Hub-Nonce: n\r\nCookie: a=b\r\n';
    const trailers = 'X-Hub-Body-Sha256: 00\r\nX-Hub-Body-Length: 9\r\nX-Hub-Body-Signature: AAAA\r\n';
    const text = chunked.replace('Host: hub\r\n', `Host: hub\r\n${forged}`);
    const said = await sendRaw(world.address, `${text}3\r\na,b\r\n0\r\n${trailers}\r\n`);
    expect(said).toMatch(/^HTTP\/1.1 200 /);
    expect(world.receiver.seen[0]).toMatchObject({ text: 'a,b', call: { viewer: { subject: 'clerk' } } });
  });

  it('may have extensions of chunks, which nobody reads', async () => {
    world = await UploadWorld.start();
    const said = await sendRaw(world.address, `${chunked}3;name="va;lue";x\r\na,b\r\n0;end\r\n\r\n`);
    expect(said).toMatch(/^HTTP\/1.1 200 /);
    expect(world.receiver.seen[0]?.text).toBe('a,b');
  });

  it.each([
    ['a chunk that is no number', '3\r\na,b\r\nzz\r\n'],
    ['a chunk shorter than it says', '3\r\na,b\r\n9\r\nc\r\n0\r\n\r\n\r\n\r\n\r\n\r\n'],
    ['a chunk larger than numbers go', '3\r\na,b\r\nfffffffffffffffff\r\n'],
    ['extensions without an end', `3\r\na,b\r\n1;${'x'.repeat(20_000)}\r\nc\r\n0\r\n\r\n`],
  ])('with %s are cut, and the gateway lives', async (_what, body) => {
    world = await UploadWorld.start();
    const said = await sendRaw(world.address, chunked + body);
    expect(said).toMatch(/^HTTP\/1.1 4\d\d /);
    await expect.poll(() => world.receiver.calls.length === world.receiver.seen.length, PATIENT).toBe(true);
    expect(world.receiver.seen.every(({ fault }) => fault !== null)).toBe(true);
    world.receiver.seen.length = 0;
    expect((await world.send()).status).toBe(200);
  });

  it('with two lengths, or a length and chunks, are refused', async () => {
    world = await UploadWorld.start();
    const start = `POST /uploads/hrss HTTP/1.1\r\n${HEAD}`;
    for (const lengths of ['Content-Length: 3\r\nTransfer-Encoding: chunked', 'Content-Length: 3\r\nContent-Length: 4'])
      expect(await sendRaw(world.address, `${start}${lengths}\r\n\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /);
    expect(world.receiver.calls).toHaveLength(0);
  });

  it('that end half-way without a word are cut', async () => {
    world = await UploadWorld.start();
    const reading = untilReading(world.receiver);
    const socket = openRaw(world.address);
    socket.write(`${chunked}3\r\na,b\r\n`);
    await reading;
    socket.end();
    await expect.poll(() => world.receiver.lastCut, PATIENT).toBe('CUT_OFF');
    socket.destroy();
  });
});

describe.runIf(process.platform === 'linux')('the gateway as a process', () => {
  const peakMb = (pid: number) =>
    Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

  it('passes 64 MB on in order, without growing by as much', async () => {
    const receiver = new FakeReceiver();
    const department = await startReceiver(receiver);
    const field = await GatewayField.open();
    try {
      const { address, child } = await field.runListening({}, { hrss: department.url });
      const warm = bytesOf(2 * MB);
      expect((await send(address, { body: warm.body })).status).toBe(200);
      const before = peakMb(child.pid ?? 0);
      const { body, hash } = bytesOf(64 * MB);
      expect((await send(address, { body })).status).toBe(200);
      expect(receiver.seen[1]).toMatchObject({ length: 64 * MB, hash: hash() });
      const growth = peakMb(child.pid ?? 0) - before;
      expect(growth).toBeLessThan(60);
    } finally {
      await field.close();
      department.server.app.server.closeAllConnections();
      await department.server.close();
    }
  });
});
