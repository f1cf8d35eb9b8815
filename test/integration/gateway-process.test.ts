import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';
import { aGate, composed, GatewayWorld, PATIENT, viewers } from './gateway-world.ts';

/** The gateway as the process it is in the field: environment, messages, signals, exit codes. */
let world: GatewayWorld;
let hub: Server;
let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  await writeFile(join(folder, 'supergraph.graphql'), composed());
  world = await GatewayWorld.start();
  hub = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { token } = JSON.parse(Buffer.concat(chunks).toString());
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ viewer: viewers[token] ?? null }));
  }).listen(0, '127.0.0.1');
  await once(hub, 'listening');
});
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  hub.closeAllConnections();
  hub.close();
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

function run(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, 'gateway/main.ts')], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, LOG_LEVEL: 'fatal', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (said += data));
  return { child, said: () => said, exited: once(child, 'exit').then(([code]) => code) };
}

async function runListening() {
  const { evaluation, hrss, sasac } = world.subgraphs;
  const urls = {
    evaluation: evaluation.url,
    hrss: hrss.url,
    sasac: sasac.url,
    hub: `http://127.0.0.1:${(hub.address() as AddressInfo).port}/graphql`,
  };
  const started = run({
    HUB_PORT: '0',
    SUBGRAPH_URLS: JSON.stringify(urls),
    HOP_KEYS: `test:${Buffer.from('a key of the gateway tests, 32 by').toString('base64url')}`,
    SUPERGRAPH_FILE: join(folder, 'supergraph.graphql'),
    STATE_FOLDER: join(folder, 'state'),
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

describe('the gateway as a process', () => {
  it('resolves tokens at the hub, answers, finishes what is in flight on SIGTERM and exits with 0', async () => {
    const { child, ask, address, exited } = await runListening();
    expect(await ask('{ subject(code: "1") { name hrss sasac } }')).toEqual({
      data: { subject: { name: '示例区', hrss: 'hrss-value', sasac: 'sasac-value' } },
    });
    expect(await (await fetch(`${address}/readiness`)).json()).toEqual({ status: 'UP' });
    const { opened, open } = aGate();
    world.subgraphs.evaluation.gate = opened;
    const before = world.subgraphs.evaluation.received.length;
    const held = ask('{ whoami }');
    await expect.poll(() => world.subgraphs.evaluation.received.length, PATIENT).toBe(before + 1);
    child.kill('SIGTERM');
    await expect.poll(async () => (await fetch(`${address}/readiness`)).status, PATIENT).toBe(503);
    open();
    expect(await held).toEqual({ data: { whoami: 'alice' } });
    expect(await exited).toBe(0);
  });

  it('exits at once on the second signal', async () => {
    const { child, ask, address, exited } = await runListening();
    world.subgraphs.evaluation.behaviour = () => {};
    const cut = ask('{ whoami }').catch(() => 'cut');
    await expect.poll(() => world.subgraphs.evaluation.received.length, PATIENT).toBe(1);
    child.kill('SIGINT');
    await expect.poll(async () => (await fetch(`${address}/readiness`)).status, PATIENT).toBe(503);
    child.kill('SIGINT');
    expect(await exited).toBe(1);
    expect(await cut).toBe('cut');
  });

  it('ends when its launcher is gone', async () => {
    const { child, exited } = await runListening();
    child.disconnect();
    expect(await exited).toBe(0);
  });

  it('does not start without keys, and names everything that is missing', async () => {
    const { said, exited } = run({ HUB_PORT: '0' });
    expect(await exited).toBe(1);
    expect(said()).toContain('HOP_KEYS');
    expect(said()).toContain('SUBGRAPH_URLS');
  });
});
