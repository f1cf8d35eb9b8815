import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../shared/primitives/clock.ts';
import { PATIENT } from '../integration/gateway-world.ts';
import { percentile, report, rounded, sized } from './fault-row.ts';
import { CONSOLIDATED, consolidated, FaultWorld, inParallel, timed, WHOLE, WITHOUT_HRSS } from './fault-world.ts';
import { Load } from './load.ts';

let faults: FaultWorld;
afterEach(() => faults.close());

const failed = (answers: readonly boolean[]) => answers.filter((isRight) => !isRight).length;

describe('B1: a department refuses connections', () => {
  it('is named in every answer, and everything else is there', { timeout: 200_000 }, async (context) => {
    faults = await FaultWorld.start({ clock: systemClock, timeLimits: undefined });
    const { address } = faults.world;
    const load = await Load.prepare();
    const lanes = { reader: { token: 'hub_alice', query: CONSOLIDATED, perSecond: sized(50, 200) } };
    const healthy = await load.run({ address, lanes, seconds: sized(0.5, 20) });
    await faults.links.hrss.set({ kind: 'down' });
    const { reader } = await load.run({ address, lanes, seconds: sized(1, 60) });
    await load.close();
    const right = Object.entries(reader.bodies).filter(([body]) => {
      const { data, errors } = JSON.parse(body);
      const named = errors.map(({ extensions }: { extensions: object }) => extensions);
      expect(named).toMatchObject([{ code: 'SUBGRAPH_UNAVAILABLE', serviceName: 'hrss', units: [{ code: 'hrss' }] }]);
      return JSON.stringify(data) === JSON.stringify(WITHOUT_HRSS);
    });
    const failures = reader.sent - right.reduce((sum, [, count]) => sum + count, 0);
    report(context, {
      row: 'B1',
      what: 'department refused: partial answers with its name',
      n: reader.sent,
      failures,
      figures: { healthyP99: healthy.reader.p99, p50: reader.p50, p99: reader.p99 },
      goals: { 'p99 <= 2x healthy': reader.p99 <= 2 * healthy.reader.p99 },
    });
    expect(reader.byStatus).toEqual({ 200: reader.sent });
    expect(failures).toBe(0);
  });
});

describe('B2: a department accepts and never answers', () => {
  const subgraphMs = sized(250, 2_000);
  /** The machine's own slowness, not the gateway's. */
  const MARGIN = 1_500;

  it('costs its time limit until the breaker opens, and nothing afterwards', { timeout: 120_000 }, async (context) => {
    faults = await FaultWorld.start({ timeLimits: { requestMs: 5_000, subgraphMs, subgraphs: {} } });
    const { world, links } = faults;
    const ask = (index: number) => timed(() => world.ask(consolidated(index)));
    const isPartial = ({ value }: Awaited<ReturnType<typeof ask>>, index: number) =>
      value.status === 200 &&
      JSON.stringify(value.json.data) === JSON.stringify({ [`q${index}`]: WITHOUT_HRSS.subject });
    const healthy = await inParallel(sized(30, 500), 5, ask);
    await links.hrss.set({ kind: 'timeout' });
    world.subgraphs.hrss.received.length = 0;
    const paying = await inParallel(5, 1, ask);
    expect(await faults.circuit('hrss')).toBe('OPEN');
    const open = await inParallel(sized(100, 5_000), 5, ask);
    const p99 = (calls: readonly { ms: number }[]) =>
      rounded(
        percentile(
          calls.map(({ ms }) => ms),
          0.99,
        ),
      );
    const late = Math.max(...paying.map(({ ms }) => ms));
    const failures = failed(paying.map(isPartial)) + failed(open.map(isPartial));
    report(context, {
      row: 'B2',
      what: 'department hangs: first five pay, then nobody',
      n: paying.length + open.length,
      failures,
      figures: {
        paid: world.subgraphs.hrss.received.length,
        slowestPaid: rounded(late),
        limit: subgraphMs,
        healthyP99: p99(healthy),
        openP50: rounded(
          percentile(
            open.map(({ ms }) => ms),
            0.5,
          ),
        ),
        openP99: p99(open),
      },
      goals: {
        'paid <= limit + 100 ms': late <= subgraphMs + 100,
        'open p99 < 2x healthy': p99(open) < 2 * p99(healthy),
      },
    });
    expect(failures).toBe(0);
    expect(world.subgraphs.hrss.received).toHaveLength(5);
    expect(late).toBeGreaterThanOrEqual(subgraphMs - 5);
    expect(late).toBeLessThan(subgraphMs + MARGIN);
  });

  it('costs those who ask at once, each his time limit and no more', { timeout: 60_000 }, async (context) => {
    faults = await FaultWorld.start({ timeLimits: { requestMs: 5_000, subgraphMs, subgraphs: {} } });
    const { world, links } = faults;
    await world.ask(CONSOLIDATED);
    await links.hrss.set({ kind: 'timeout' });
    world.subgraphs.hrss.received.length = 0;
    const calls = await inParallel(sized(20, 400), sized(20, 400), (i) => timed(() => world.ask(consolidated(i))));
    const slow = calls.filter(({ ms }) => ms > subgraphMs + MARGIN).length;
    const wrong = calls.filter(({ value }) => value.status !== 200 || value.json.errors.length !== 1).length;
    report(context, {
      row: 'B2',
      what: 'department hangs: many at once',
      n: calls.length,
      failures: slow + wrong,
      figures: { paid: world.subgraphs.hrss.received.length },
      goals: { 'at most 20 pay': world.subgraphs.hrss.received.length <= 20 },
    });
    expect([slow, wrong]).toEqual([0, 0]);
    expect(await faults.circuit('hrss')).toBe('OPEN');
  });
});

describe('B3: a department is slow, and alive', () => {
  it('is waited for, and no breaker opens', { timeout: 120_000 }, async (context) => {
    faults = await FaultWorld.start({ timeLimits: { requestMs: 5_000, subgraphMs: 2_000, subgraphs: {} } });
    const { world, links } = faults;
    const ask = (index: number) => timed(() => world.ask(consolidated(index)));
    const healthy = await inParallel(sized(20, 200), 5, ask);
    await links.hrss.set({ kind: 'latency', ms: 500, jitterMs: 200 }, { kind: 'bandwidth', bytesPerSecond: 50_000 });
    const slow = await inParallel(sized(20, 600), 5, ask);
    const isWhole = slow.map(
      ({ value }, index) => JSON.stringify(value.json) === JSON.stringify({ data: { [`q${index}`]: WHOLE.subject } }),
    );
    const p99 = (calls: readonly { ms: number }[]) =>
      rounded(
        percentile(
          calls.map(({ ms }) => ms),
          0.99,
        ),
      );
    report(context, {
      row: 'B3',
      what: 'department slow (500±200 ms, 50 KB/s): whole answers, no trip',
      n: slow.length,
      failures: failed(isWhole),
      figures: { healthyP99: p99(healthy), p99: p99(slow) },
      goals: { 'p99 <= healthy + 800 ms': p99(slow) <= p99(healthy) + 800 },
    });
    expect(failed(isWhole)).toBe(0);
    expect(await faults.circuit('hrss')).toBe('CLOSED');
  });
});

describe('B5: a department comes back', () => {
  it.for(['down', 'timeout'] as const)(
    'from "%s" without anybody’s help',
    { timeout: 300_000 },
    async (kind, context) => {
      const resetMs = sized(400, 10_000);
      faults = await FaultWorld.start({
        clock: systemClock,
        breaker: { failures: 5, resetMs },
        timeLimits: { requestMs: 5_000, subgraphMs: 200, subgraphs: {} },
      });
      const { world, links } = faults;
      const rounds = sized(2, 6);
      const took: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        await links.hrss.set({ kind });
        await expect.poll(() => world.ask(CONSOLIDATED).then(() => faults.circuit('hrss')), PATIENT).toBe('OPEN');
        await links.hrss.set();
        const healed = performance.now();
        const patience = { timeout: resetMs + 15_000, interval: 20 };
        await expect.poll(async () => (await world.ask(CONSOLIDATED)).json, patience).toEqual({ data: WHOLE });
        took.push(performance.now() - healed);
      }
      const late = took.filter((ms) => ms > resetMs + 5_000).length;
      report(context, {
        row: 'B5',
        what: `recovery by itself from "${kind}"`,
        n: rounds,
        failures: late,
        figures: { breakerRestsMs: resetMs, slowestMs: rounded(Math.max(...took)) },
        goals: { 'rest + one probe': Math.max(...took) <= resetMs + 1_000 },
      });
      expect(late).toBe(0);
    },
  );
});
