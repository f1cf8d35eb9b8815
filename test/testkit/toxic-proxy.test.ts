import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Toxic, ToxicProxy } from './toxic-proxy.ts';

const HELLO = 'x'.repeat(1_000);
let target: Server;
let proxy: ToxicProxy;
const seen: string[] = [];
const sockets = new Set<Socket>();

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** Answers every message with a thousand letters, and the message `bye` with the end. */
beforeEach(async () => {
  target = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      seen.push(String(data));
      if (String(data) === 'bye') socket.end();
      else socket.write(HELLO);
    });
  }).listen(0, '127.0.0.1');
  await once(target, 'listening');
  proxy = await ToxicProxy.start(() => [portOf(target)]);
});
afterEach(async () => {
  await proxy.close();
  for (const socket of sockets) socket.destroy();
  target.close();
  seen.length = 0;
});

interface Heard {
  readonly bytes: number;
  readonly pieces: number;
  readonly ms: number;
  readonly end: 'none' | 'end' | 'ECONNRESET' | 'ECONNREFUSED';
}

/** Says something and listens until so many bytes have come, or the connection is over. */
function say(text: string, bytes = HELLO.length): Promise<Heard> {
  const started = performance.now();
  const socket = connect(proxy.port, '127.0.0.1', () => socket.write(text));
  let [heard, pieces] = [0, 0];
  return new Promise((resolve) => {
    const done = (end: Heard['end']) => {
      resolve({ bytes: heard, pieces, ms: performance.now() - started, end });
      socket.destroy();
    };
    socket.on('data', (data) => {
      heard += data.length;
      pieces += 1;
      if (heard >= bytes) done('none');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code as Heard['end']));
    socket.on('end', () => done('end'));
  });
}

const under = async (toxic: Toxic, text = 'hello') => {
  await proxy.set(toxic);
  return say(text);
};

describe('the toxic proxy', () => {
  it('passes everything on when nothing is wrong', async () => {
    expect(await say('hello')).toMatchObject({ bytes: 1_000, end: 'none' });
    expect(await say('bye')).toMatchObject({ bytes: 0, end: 'end' });
    expect(seen).toEqual(['hello', 'bye']);
    expect(proxy.accepted).toBe(2);
  });

  it('latency: answers come late, within the jitter', async () => {
    const { ms, bytes } = await under({ kind: 'latency', ms: 200, jitterMs: 50 });
    expect(ms).toBeGreaterThanOrEqual(145);
    expect(bytes).toBe(1_000);
  });

  it('down: refuses, cuts what is open, and listens on the same port afterwards', async () => {
    const open = connect(proxy.port, '127.0.0.1');
    await once(open, 'connect');
    open.on('error', () => undefined);
    const closed = once(open, 'close');
    expect(await under({ kind: 'down' })).toMatchObject({ bytes: 0, end: 'ECONNREFUSED' });
    await closed;
    await proxy.set();
    expect(await say('hello')).toMatchObject({ bytes: 1_000 });
  });

  it('bandwidth: a thousand bytes at five thousand a second take a fifth of one', async () => {
    const { ms, bytes } = await under({ kind: 'bandwidth', bytesPerSecond: 5_000 });
    expect(ms).toBeGreaterThanOrEqual(190);
    expect(bytes).toBe(1_000);
  });

  it('slow_close: the end comes late', async () => {
    const { ms, end } = await under({ kind: 'slow_close', ms: 200 }, 'bye');
    expect(ms).toBeGreaterThanOrEqual(195);
    expect(end).toBe('end');
  });

  it('timeout: the request arrives, the answer never does; the connection ends with the trouble', async () => {
    await proxy.set({ kind: 'timeout' });
    const heard = say('hello');
    await expect.poll(() => seen).toEqual(['hello']);
    expect(await Promise.race([heard, waited(100)])).toBe('waited');
    await proxy.set();
    expect(await heard).toMatchObject({ bytes: 0 });
  });

  it('reset_peer: a reset in place of the answer to a request that has arrived', async () => {
    expect(await under({ kind: 'reset_peer' })).toMatchObject({ bytes: 0, end: 'ECONNRESET' });
    expect(seen).toEqual(['hello']);
  });

  it('slicer: many small pieces, all of them', async () => {
    const { bytes, pieces } = await under({ kind: 'slicer', bytes: 100, ms: 5 });
    expect(bytes).toBe(1_000);
    expect(pieces).toBeGreaterThan(2);
  });

  it('limit_data: so many bytes and the end, for each connection', async () => {
    expect(await under({ kind: 'limit_data', bytes: 10 })).toMatchObject({ bytes: 10, end: 'end' });
    expect(await say('hello')).toMatchObject({ bytes: 10, end: 'end' });
    expect(await under({ kind: 'limit_data', bytes: 0 })).toMatchObject({ bytes: 0, end: 'end' });
  });

  it('takes effect on connections that are open', async () => {
    const socket = connect(proxy.port, '127.0.0.1', () => socket.write('hello'));
    await once(socket, 'data');
    await proxy.set({ kind: 'reset_peer' });
    const failed = once(socket, 'error');
    socket.write('again');
    expect(await failed).toMatchObject([{ code: 'ECONNRESET' }]);
  });

  it('goes to the next target when one refuses', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const closedPort = portOf(gone);
    await new Promise((resolve) => gone.close(resolve));
    await proxy.close();
    proxy = await ToxicProxy.start(() => [closedPort, portOf(target)]);
    expect(await say('hello')).toMatchObject({ bytes: 1_000 });
  });
});

const waited = (ms: number) => new Promise<'waited'>((resolve) => setTimeout(() => resolve('waited'), ms));
