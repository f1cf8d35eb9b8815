import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpProbe } from './health-probe.ts';

const servers: Server[] = [];

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/health`;
}

async function close(server: Server | undefined): Promise<void> {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map(close));
});

describe('the HTTP probe', () => {
  it('is answered by a healthy service', async () => {
    const url = await listen((_request, response) => response.end('{}'));
    expect(await createHttpProbe(5_000)(url)).toBe('ANSWERED');
  });

  it('is refused by a service that reports itself down and by a port where nobody listens', async () => {
    const url = await listen((_request, response) => response.writeHead(503).end());
    const probe = createHttpProbe(5_000);
    expect(await probe(url)).toBe('REFUSED');
    await close(servers.pop());
    expect(await probe(url)).toBe('REFUSED');
  });

  it('meets silence where the connection is taken and nothing comes', async () => {
    const url = await listen(() => undefined);
    expect(await createHttpProbe(20)(url)).toBe('SILENT');
  });
});
