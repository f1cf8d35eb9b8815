import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { admitUploads } from './patient-server.ts';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A server that waits a moment only for requests to come in whole, and one raw connection to it. */
async function start(handle: RequestListener): Promise<Socket> {
  server = createServer({ requestTimeout: 60, headersTimeout: 60, connectionsCheckingInterval: 20 }, handle);
  admitUploads(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return connect((server.address() as AddressInfo).port, '127.0.0.1');
}

/** Answers once the whole body has come. */
const patient: RequestListener = (request, response) => {
  request.resume().once('end', () => response.end('whole'));
};

async function replyTo(socket: Socket): Promise<string> {
  let said = '';
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(socket, 'close');
  return said;
}

const head = (path: string) => `POST ${path} HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nContent-Length: 4\r\n`;

describe('a server that admits uploads', () => {
  it.each(['/graphql', '/uploads/../graphql', '/uploads/'])('ends a slow request to %s', async (path) => {
    const socket = await start(patient);
    const said = replyTo(socket);
    socket.write(`${head(path)}\r\na`);
    expect(await said).toMatch(/^HTTP\/1.1 408 /);
  });

  it('ends slow headers of an upload', async () => {
    const socket = await start(patient);
    const said = replyTo(socket);
    socket.write(head('/uploads/hrss?a=b'));
    expect(await said).toMatch(/^HTTP\/1.1 408 /);
  });

  it('waits for the body of an upload beyond the limit of requests', async () => {
    const socket = await start(patient);
    const said = replyTo(socket);
    // Told of by the server itself when it has looked and found the upload late.
    const looked = once(server, 'clientError');
    socket.write(`${head('/uploads/hrss?a=b')}\r\na`);
    const [error] = await looked;
    expect(error).toMatchObject({ code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    socket.write('bcd');
    expect(await said).toMatch(/^HTTP\/1.1 200 [\s\S]*whole/);
  });

  it('lets the route of uploads say whether they go on, and says it itself to all others', async () => {
    const socket = await start((_request, response) => response.writeHead(403).end());
    const refused = replyTo(socket);
    socket.write(`${head('/uploads/hrss')}Expect: 100-continue\r\n\r\n`);
    expect(await refused).toMatch(/^HTTP\/1.1 403 /);
    const other = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const told = replyTo(other);
    other.write(`${head('/graphql')}Expect: 100-continue\r\n\r\n`);
    expect(await told).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 403 /);
  });

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['headers without measure', `GET / HTTP/1.1\r\nHost: hub\r\nX-A: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
  ])('answers %s as Node does', async (_what, text, status) => {
    const socket = await start(patient);
    const said = replyTo(socket);
    socket.write(text);
    expect(await said).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });
});
