import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SubgraphServer } from '../../shared/graphql/subgraph-server.ts';
import { HOP_HEADERS, type HopKey, signHop } from '../../shared/identity/signed-hop.ts';
import { BodyMeter, signUpload, UPLOAD_TRAILERS } from '../../shared/identity/signed-upload.ts';
import { encodeViewer } from '../../shared/identity/viewer.ts';
import { testKeys, viewers } from './gateway-world.ts';
import { FakeReceiver, startReceiver } from './upload-world.ts';

/** What a subgraph does with uploads of whoever reaches its port. */
const receiver = new FakeReceiver();
let server: SubgraphServer;
let port: number;

beforeAll(async () => {
  ({ server, port } = await startReceiver(receiver));
});
afterAll(() => server.close());
beforeEach(() => {
  receiver.calls.length = 0;
  receiver.seen.length = 0;
});

const [key] = testKeys;
const strange: HopKey = { id: 'test', secret: Buffer.from('no key of anybody') };
const PATH = '/uploads?idempotencyKey=k1';
const clerk = viewers['hub_hrss'];
const viewer = clerk ? encodeViewer(clerk) : '';

interface Forgery {
  readonly path?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly trailers?: (right: Record<string, string>) => Record<string, string> | null;
  readonly signedBy?: HopKey;
}

function signed(by: HopKey) {
  return signUpload({ target: 'hrss', path: PATH, contentType: 'text/csv', viewer }, by);
}

/** Sends an upload as the gateway does, but for what is forged. */
async function forge(forgery: Forgery, upload = signed(forgery.signedBy ?? key ?? strange)) {
  const { path = PATH, body = 'a,b\n', headers = {}, trailers = (right) => right } = forgery;
  const plain = Object.entries({
    'content-type': 'text/csv',
    expect: '100-continue',
    trailer: Object.values(UPLOAD_TRAILERS).join(', '),
    [HOP_HEADERS.viewer]: viewer,
    ...upload.headers,
    ...headers,
  }).filter(([, value]) => value !== undefined) as [string, string][];
  const request = httpRequest({
    port,
    host: '127.0.0.1',
    path,
    method: 'POST',
    agent: false,
    headers: Object.fromEntries(plain),
  });
  request.on('error', () => {});
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  request.flushHeaders();
  const isAskedFor = await Promise.race([once(request, 'continue').then(() => true), answered.then(() => false)]);
  if (isAskedFor) {
    request.write(body);
    const meter = new BodyMeter();
    meter.add(Buffer.from('a,b\n'));
    const said = trailers(upload.seal(meter.digest()));
    if (said !== null) request.addTrailers(said);
    request.end();
  }
  const [response] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  request.destroy();
  const json = JSON.parse(Buffer.concat(chunks).toString());
  return { status: response.statusCode, isAskedFor, code: json.errors?.[0]?.extensions?.code };
}

const REFUSED = { status: 401, isAskedFor: false, code: 'UNAUTHENTICATED' };
const CUT = { status: 400, isAskedFor: true, code: 'UPLOAD_CUT' };

describe('an upload at a subgraph', () => {
  it('is taken as the gateway signs it', async () => {
    expect(await forge({})).toMatchObject({ status: 200, isAskedFor: true });
    expect(receiver.seen[0]).toMatchObject({ text: 'a,b\n', fault: null, call: { viewer: { subject: 'clerk' } } });
  });

  it.each<[string, Forgery]>([
    ['is not signed', { headers: { [HOP_HEADERS.signature]: undefined } }],
    ['is signed by a strange key', { signedBy: strange }],
    ['is of another viewer', { headers: { [HOP_HEADERS.viewer]: encodeViewer(viewers['hub_alice'] ?? clerk!) } }],
    ['is of no viewer', { headers: { [HOP_HEADERS.viewer]: undefined } }],
    ['asks for something else', { path: '/uploads?idempotencyKey=k2' }],
    ['asks for more', { path: `${PATH}&dryRun=false` }],
    ['is of another type', { headers: { 'content-type': 'application/x-ndjson' } }],
    ['is of another time', { headers: { [HOP_HEADERS.time]: String(Date.now() - 1) } }],
    ['is stale', { headers: { [HOP_HEADERS.time]: '1000' } }],
  ])('is refused before its body is asked for when it %s', async (_what, forgery) => {
    expect(await forge(forgery)).toEqual(REFUSED);
    expect(receiver.calls).toHaveLength(0);
  });

  it('is refused when it is shown again, or was signed for another subgraph or as a call of another kind', async () => {
    const once = signed(key ?? strange);
    expect((await forge({}, once)).status).toBe(200);
    expect(await forge({}, once)).toEqual(REFUSED);
    const hop = { target: 'union', path: PATH, contentType: 'text/csv', viewer };
    expect(await forge({}, signUpload(hop, key ?? strange))).toEqual(REFUSED);
    const call = { target: 'hrss', method: 'POST', path: PATH, body: '', viewer };
    expect(await forge({ headers: signHop(call, key ?? strange) })).toEqual(REFUSED);
    expect(receiver.calls).toHaveLength(1);
  });

  it.each<[string, Forgery]>([
    ['other bytes', { body: 'a,c\n' }],
    ['more bytes', { body: 'a,b\n1' }],
    ['fewer bytes', { body: 'a,b' }],
    ['no trailers', { trailers: () => null }],
    ['no signed trailer', { trailers: ({ [UPLOAD_TRAILERS.signature]: _gone, ...rest }) => rest }],
    ['another length', { trailers: (right) => ({ ...right, [UPLOAD_TRAILERS.length]: '5' }) }],
    [
      'a hash of its own',
      {
        body: 'a,c\n',
        trailers: (right) => ({
          ...right,
          [UPLOAD_TRAILERS.hash]: createHash('sha256').update('a,c\n').digest('hex'),
        }),
      },
    ],
    [
      'the end of another upload',
      {
        trailers: () => {
          const meter = new BodyMeter();
          meter.add(Buffer.from('a,b\n'));
          return signed(key ?? strange).seal(meter.digest());
        },
      },
    ],
  ])('is not whole with %s', async (_what, forgery) => {
    expect(await forge(forgery)).toEqual(CUT);
    expect(receiver.lastCut).toBe('UNSIGNED_END');
  });

  it('leaves the other routes as they are: JSON alone, and asking first is answered', async () => {
    const text = '{"query":"{ __typename }"}';
    const call = { target: 'hrss', method: 'POST', path: '/graphql', body: text, viewer };
    const ask = (type: string) =>
      forge({
        path: '/graphql',
        body: text,
        trailers: () => null,
        headers: { 'content-type': type, trailer: undefined, ...signHop(call, key ?? strange) },
      });
    expect(await ask('application/json')).toMatchObject({ status: 200, isAskedFor: true });
    expect((await ask('text/csv')).status).toBe(415);
  });
});

describe('a subgraph that answered an upload before its end', () => {
  it('stops soon, whatever the sender still means to send, and its answer arrives', { timeout: 30_000 }, async () => {
    const hasty = new FakeReceiver();
    hasty.behaviour = async ({ body }) => {
      for await (const chunk of body) if (chunk.byteLength > 0) break;
      return { status: 422, body: { errors: [] } };
    };
    const started = await startReceiver(hasty);
    const upload = signed(key ?? strange);
    const request = httpRequest({
      port: started.port,
      host: '127.0.0.1',
      path: PATH,
      method: 'POST',
      agent: new Agent({ keepAlive: true }),
      headers: {
        'content-type': 'text/csv',
        trailer: Object.values(UPLOAD_TRAILERS).join(', '),
        [HOP_HEADERS.viewer]: viewer,
        ...upload.headers,
      },
    });
    request.on('error', () => {});
    const closed = new Promise((resolve) => request.once('close', resolve));
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;
    // More than the buffers on the way hold, and no end.
    request.write(Buffer.alloc(8 * 1_048_576, 'a'));
    const [response] = await answered;
    response.resume();
    await once(response, 'end');
    const before = performance.now();
    await started.server.close();
    await closed;
    expect(response.statusCode).toBe(422);
    // Left alone, the connection would be kept for 72 s.
    expect(performance.now() - before).toBeLessThan(15_000);
  });
});
