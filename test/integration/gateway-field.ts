import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config/project-root.ts';
import { composed, GatewayWorld, viewers } from './gateway-world.ts';

/** Gateways as processes of their own, with the subgraphs of a world and a hub that knows its tokens. */
export class GatewayField {
  private readonly children: ChildProcess[] = [];

  private constructor(
    readonly world: GatewayWorld,
    private readonly hub: Server,
    private readonly folder: string,
  ) {}

  static async open(): Promise<GatewayField> {
    const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    await writeFile(join(folder, 'supergraph.graphql'), composed());
    const world = await GatewayWorld.start();
    const hub = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { token } = JSON.parse(Buffer.concat(chunks).toString());
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ viewer: viewers[token] ?? null }));
    }).listen(0, '127.0.0.1');
    await once(hub, 'listening');
    return new GatewayField(world, hub, folder);
  }

  run(environment: Record<string, string>) {
    const child = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, 'gateway/main.ts')], {
      cwd: projectRoot,
      env: { PATH: process.env.PATH, LOG_LEVEL: 'fatal', ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.children.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (said += data));
    return { child, said: () => said, exited: once(child, 'exit').then(([code]) => code) };
  }

  async runListening(environment: Record<string, string> = {}, ownUrls: Record<string, string> = {}) {
    const { evaluation, hrss, sasac } = this.world.subgraphs;
    const urls = {
      evaluation: evaluation.url,
      hrss: hrss.url,
      sasac: sasac.url,
      hub: `http://127.0.0.1:${(this.hub.address() as AddressInfo).port}/graphql`,
      ...ownUrls,
    };
    const started = this.run({
      HUB_PORT: '0',
      SUBGRAPH_URLS: JSON.stringify(urls),
      HOP_KEYS: `test:${Buffer.from('a key of the gateway tests, 32 by').toString('base64url')}`,
      SUPERGRAPH_FILE: join(this.folder, 'supergraph.graphql'),
      STATE_FOLDER: join(this.folder, 'state'),
      ...environment,
    });
    const [message] = await Promise.race([
      once(started.child, 'message'),
      started.exited.then(() => Promise.reject(new Error(started.said()))),
    ]);
    const address = `http://127.0.0.1:${message.port}`;
    const ask = async (query: string) => {
      const headers = { 'content-type': 'application/json', authorization: 'Bearer hub_alice' };
      return (await fetch(`${address}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })).json();
    };
    return { ...started, ask, address };
  }

  async close(): Promise<void> {
    for (const child of this.children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
    this.hub.closeAllConnections();
    this.hub.close();
    await this.world.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
