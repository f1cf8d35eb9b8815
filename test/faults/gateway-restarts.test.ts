import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayField } from '../integration/gateway-field.ts';
import { GatewayWorld, PATIENT } from '../integration/gateway-world.ts';
import { ToxicProxy } from '../testkit/toxic-proxy.ts';
import { report, rounded, sized } from './fault-row.ts';
import { CONSOLIDATED, WHOLE } from './fault-world.ts';
import { Load } from './load.ts';
import type { LaneResult } from './load-lane.ts';

type Running = Awaited<ReturnType<GatewayField['runListening']>>;

let field: GatewayField;
let balancer: ToxicProxy;
let load: Load;
let looking: NodeJS.Timeout;
const gateways: Running[] = [];
/** Addresses that were ready when last looked at. */
const ready = new Set<string>();
let turn = 0;

/** As balancers do: looks at readiness often, takes turns among those who are ready, and has the other stand in. */
const targets = (): number[] => {
  turn += 1;
  const inTurn = turn % 2 === 0 ? gateways : [...gateways].reverse();
  const isAway = ({ address }: Running) => Number(!ready.has(address));
  return [...inTurn].sort((a, b) => isAway(a) - isAway(b)).map(({ address }) => Number(new URL(address).port));
};

async function look({ address }: Running): Promise<void> {
  const isReady = await fetch(`${address}/readiness`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (isReady) ready.add(address);
  else ready.delete(address);
}

/** All of it shares one machine: how slow departments and gateways are while new processes start is not in question here. */
const UNHURRIED = {
  SUBGRAPH_TIMEOUT_MS: '5000',
  BREAKER_FAILURES: '1000000',
  BUSY_LOOP_DELAY_MS: '60000',
  MAX_LOOP_DELAY_MS: '60000',
};

async function start(): Promise<void> {
  field = await GatewayField.open();
  const [first, second, prepared] = await Promise.all([
    field.runListening(UNHURRIED),
    field.runListening(UNHURRIED),
    Load.prepare(),
  ]);
  gateways.push(first, second);
  load = prepared;
  await Promise.all(gateways.map(look));
  looking = setInterval(() => void Promise.all(gateways.map(look)), 50);
  balancer = await ToxicProxy.start(targets);
}

async function end(): Promise<void> {
  clearInterval(looking);
  await load.close();
  await balancer.close();
  await field.close();
  gateways.length = 0;
  ready.clear();
}

/** Ends one by SIGTERM, puts a new one in its place once it is ready; how long the old one took, and its exit code. */
async function restart(index: number): Promise<{ ms: number; code: number }> {
  const old = gateways[index];
  if (!old) throw new Error(`no gateway ${index}`);
  const started = performance.now();
  old.child.kill('SIGTERM');
  const code = await old.exited;
  const ms = performance.now() - started;
  const fresh = await field.runListening(UNHURRIED);
  await expect.poll(async () => (await fetch(`${fresh.address}/readiness`)).status, PATIENT).toBe(200);
  gateways[index] = fresh;
  return { ms, code };
}

/** What the answers say that are not as they must be. */
function wrongIn(results: readonly LaneResult[], good: string): Record<string, number> {
  const wrong: Record<string, number> = {};
  for (const [body, count] of results.flatMap(({ bodies }) => Object.entries(bodies))) {
    if (body === good) continue;
    const said = JSON.parse(body).errors?.[0]?.extensions?.code ?? body;
    wrong[said] = (wrong[said] ?? 0) + count;
  }
  return wrong;
}

describe('B9: gateways are restarted one after the other', () => {
  beforeEach(start);
  afterEach(end);

  it('and whoever is answered is answered right', { timeout: 900_000 }, async (context) => {
    const address = `http://127.0.0.1:${balancer.port}`;
    const restarts = sized(2, 20);
    // So many at work without a pause: whatever the machine can serve, and never more than that.
    const lane = { token: 'hub_alice', query: CONSOLIDATED };
    const lanes = {
      fresh: { ...lane, workers: sized(2, 4), keepsAlive: false },
      // Between two questions their connections are idle, and may be let go while the next one is on its way.
      kept: { ...lane, workers: 16, pauseMs: 800 },
    };
    const results: Record<'fresh' | 'kept', LaneResult>[] = [];
    const ends: { ms: number; code: number }[] = [];
    for (let done = 0; done < restarts; done += 2) {
      const loaded = load.run({ address, lanes, seconds: 300 });
      for (const index of [0, 1]) ends.push(await restart(index));
      load.stop();
      results.push(await loaded);
    }
    const sum = (figures: readonly number[]) => figures.reduce((total, one) => total + one, 0);
    const good = JSON.stringify({ data: WHOLE });
    const failuresIn = (name: 'fresh' | 'kept') =>
      sum(results.map(({ [name]: { sent, bodies } }) => sent - (bodies[good] ?? 0)));
    const [fresh, kept] = [failuresIn('fresh'), failuresIn('kept')];
    const lanesRun = results.flatMap((result) => [result.fresh, result.kept]);
    const cut = lanesRun.map(({ faults }) => faults).filter((codes) => Object.keys(codes).length > 0);
    const wrong = wrongIn(lanesRun, good);
    const unclean = ends.filter(({ ms, code }) => code !== 0 || ms > 10_000);
    report(context, {
      row: 'B9',
      what: `${ends.length} restarts behind a balancer`,
      n: sum(lanesRun.map(({ sent }) => sent)),
      failures: fresh + kept + unclean.length,
      figures: {
        clients: lanes.fresh.workers + lanes.kept.workers,
        failedOnNewConnections: fresh,
        failedOnKeptConnections: kept,
        cut: JSON.stringify(cut),
        wrong: JSON.stringify(wrong),
        slowestExitMs: rounded(Math.max(...ends.map(({ ms }) => ms))),
      },
    });
    expect(unclean).toEqual([]);
    expect([cut, wrong]).toEqual([[], {}]);
    expect([fresh, kept]).toEqual([0, 0]);
  });
});

describe('B9: a gateway that leaves with nothing under way', () => {
  it('says so before it refuses', async () => {
    const world = await GatewayWorld.start();
    const closing = world.gateway.close();
    const status = await world.fetch('/readiness').then(
      (answer) => answer.status,
      () => 'refused',
    );
    await closing;
    await world.stop();
    expect(status).toBe(503);
  });
});
