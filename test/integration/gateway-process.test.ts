import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayField } from './gateway-field.ts';
import { aGate, type GatewayWorld, PATIENT } from './gateway-world.ts';

/** The gateway as the process it is in the field: environment, messages, signals, exit codes. */
let world: GatewayWorld;
let field: GatewayField;

beforeEach(async () => {
  field = await GatewayField.open();
  world = field.world;
});
afterEach(() => field.close());

const run = (environment: Record<string, string>) => field.run(environment);
const runListening = () => field.runListening();

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

  it.runIf(existsSync('/proc/self/net/tcp'))('listens on the documented port and on no other', async () => {
    const { child, address } = await runListening();
    expect(listeningPorts(child.pid ?? 0)).toEqual([Number(new URL(address).port)]);
  });
});

/** Ports a process listens on, as the kernel tells. */
function listeningPorts(pid: number): number[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  const rows = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((protocol) => {
    const path = `/proc/${pid}/net/${protocol}`;
    const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').slice(1) : [];
    // 0A: a TCP socket that listens; 07: a UDP socket.
    return lines.map((line) => line.trim().split(/\s+/)).filter((row) => row[3] === '0A' || row[3] === '07');
  });
  return rows.filter((row) => sockets.has(row[9] ?? '')).map((row) => Number.parseInt(row[1]?.split(':')[1] ?? '', 16));
}
