import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayField } from '../integration/gateway-field.ts';
import { PATIENT } from '../integration/gateway-world.ts';
import { report, rounded, sized } from './fault-row.ts';
import { timed } from './fault-world.ts';
import { failuresOf, Load } from './load.ts';
import type { Lane, LaneResult } from './load-lane.ts';

/** Gateway, departments and every load are processes of their own: what one costs is not mistaken for another's cost. */
let field: GatewayField;
let load: Load;
let otherLoad: Load;
beforeEach(async () => {
  [field, load, otherLoad] = await Promise.all([GatewayField.open(), Load.prepare(), Load.prepare()]);
  field.world.subgraphs.evaluation.behaviour = (_request, response) => {
    const answer = () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"echo":"e"}}');
    setTimeout(answer, ANSWER_MS);
  };
});
afterEach(async () => {
  await Promise.all([load.close(), otherLoad.close()]);
  await field.close();
});

/** The departments' own time, so that requests pile up on a fast machine too. */
const ANSWER_MS = 50;
const reader = (token: string) => ({ token, query: '{ echo(text: "$n") }' });
/** As many connections as one client's pool holds. */
const POOL = 64;
/** Requests the gateway works on at once in the first test: few, so that ten times as many can be sent by one machine. */
const MOST = 8;
/** Everybody asks too much together, nobody far more than another. */
const CROWD = ['hub_alice', 'hub_bob', 'hub_carol', 'hub_hrss', 'hub_worker'];
const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
/** Long enough for just-in-time compilation, so that what is compared has been measured in the same state. */
const WARM_UP_SECONDS = sized(1, 5);

async function residentMb(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1] ?? Number.NaN) / 1_048_576;
}

/** What many clients got, as one; of their percentiles the worst. */
function together(results: readonly LaneResult[]) {
  const sum = (of: (result: LaneResult) => number) => results.reduce((total, result) => total + of(result), 0);
  return {
    sent: sum(({ sent }) => sent),
    served: sum(({ byStatus }) => byStatus['200'] ?? 0),
    refused: sum(({ byStatus }) => (byStatus['429'] ?? 0) + (byStatus['503'] ?? 0)),
    refusedWithoutRetryAfter: sum((result) => result.refusedWithoutRetryAfter),
    refusedP50: Math.max(...results.map(({ refusedP50 }) => refusedP50)),
    refusedP99: Math.max(...results.map(({ refusedP99 }) => refusedP99)),
    cut: results.map(({ faults }) => faults).filter((faults) => Object.keys(faults).length > 0),
  };
}

const ratio = (value: number, of: number) => Math.round((value / of) * 100) / 100;

describe('B8: ten times as many requests as can be served', () => {
  it('are refused early with the time to wait, and the rest is served', { timeout: 300_000 }, async (context) => {
    const { address } = await field.runListening({
      RATES: JSON.stringify({ client: UNLIMITED, unit: UNLIMITED, service: UNLIMITED }),
      MAX_IN_FLIGHT: String(MOST),
    });
    const run = async (lane: Omit<Lane, 'token' | 'query'>, seconds: number) =>
      (await load.run({ address, lanes: { one: { ...reader('hub_alice'), ...lane } }, seconds })).one;
    await run({ workers: MOST }, WARM_UP_SECONDS);
    const before = await run({ workers: 1 }, sized(0.5, 5));
    const seconds = sized(1, 60);
    const { value: peak, ms: peakMs } = await timed(() => run({ workers: MOST }, sized(1, 15)));
    const peakPerSecond = (peak.byStatus['200'] ?? 0) / (peakMs / 1000);
    const memoryBefore = await residentMb(address);
    const perSecond = (10 * peakPerSecond) / CROWD.length;
    const lanes = Object.fromEntries(CROWD.map((token) => [token, { ...reader(token), perSecond }]));
    const { value, ms } = await timed(() => load.run({ address, lanes, seconds }));
    const burst = together(Object.values(value));
    const goodput = burst.served / (ms / 1000);
    const memoryAfter = await residentMb(address);
    const { ms: readyAgainMs } = await timed(() =>
      expect.poll(async () => (await fetch(`${address}/readiness`)).status, PATIENT).toBe(200),
    );
    const after = await run({ workers: 1 }, sized(0.5, 5));
    const { sent, served, refused } = burst;
    const failures = sent - served - refused + burst.refusedWithoutRetryAfter + failuresOf(after);
    report(context, {
      row: 'B8',
      what: 'ten times the load: 200, or 429 or 503 with Retry-After, whole again afterwards',
      n: sent + after.sent,
      failures,
      figures: {
        peakPerSecond: rounded(peakPerSecond),
        offeredPerSecond: rounded(sent / (ms / 1000)),
        goodputOfPeak: ratio(goodput, peakPerSecond),
        refused,
        refusedP50Ms: burst.refusedP50,
        refusedP99Ms: burst.refusedP99,
        refusedP50OfAnAnswer: ratio(burst.refusedP50, peak.p50),
        memoryRatio: ratio(memoryAfter, memoryBefore),
        readyAgainMs: rounded(readyAgainMs),
        p99BeforeMs: before.p99,
        p99AfterRatio: ratio(after.p99, before.p99),
      },
      goals: {
        'goodput >= 80 % of peak': goodput >= 0.8 * peakPerSecond,
        'refusals < 20 ms (p99)': burst.refusedP99 < 20,
        'a refusal comes sooner than an answer (p50)': burst.refusedP50 < peak.p50,
        'p99 as before <= 10 s later (<= 1.5x)': readyAgainMs <= 10_000 && after.p99 <= 1.5 * before.p99,
      },
    });
    expect(burst.cut).toEqual([]);
    expect(refused).toBeGreaterThan(0);
    expect(failures).toBe(0);
    expect(memoryAfter).toBeLessThanOrEqual(1.5 * memoryBefore);
  });

  it('from one client are that client’s alone', { timeout: 300_000 }, async (context) => {
    // Limits as they are shipped, whatever the machine can serve.
    const { address } = await field.runListening();
    const seconds = sized(2, 30);
    const quiet = { ...reader('hub_bob'), perSecond: 10 };
    const noisy = { ...reader('hub_alice'), workers: POOL };
    await load.run({ address, lanes: { noisy }, seconds: WARM_UP_SECONDS });
    const { quiet: alone } = await otherLoad.run({ address, lanes: { quiet }, seconds });
    const noise = load.run({ address, lanes: { noisy }, seconds: 120 });
    const { quiet: beside } = await otherLoad.run({ address, lanes: { quiet }, seconds });
    load.stop();
    const { noisy: refused } = await noise;
    const lost = failuresOf(beside);
    const unexplained = refused.sent - (refused.byStatus['200'] ?? 0) - (refused.byStatus['429'] ?? 0);
    report(context, {
      row: 'B8',
      what: `one client who asks without a pause on ${POOL} connections`,
      n: beside.sent + refused.sent,
      failures: lost + unexplained + refused.refusedWithoutRetryAfter,
      figures: {
        noisyPerSecond: rounded(refused.sent / seconds),
        noisyServed: refused.byStatus['200'] ?? 0,
        noisyRefused: refused.byStatus['429'] ?? 0,
        noisyRefusedP50Ms: refused.refusedP50,
        noisyRefusedP99Ms: refused.refusedP99,
        quietStatuses: JSON.stringify({ ...beside.byStatus, ...beside.faults }),
        quietAloneP50Ms: alone.p50,
        quietAloneP99Ms: alone.p99,
        quietBesideP50Ratio: ratio(beside.p50, alone.p50),
        quietBesideP99Ratio: ratio(beside.p99, alone.p99),
      },
      goals: { 'p99 of the other <= 2x': beside.p99 <= 2 * alone.p99 },
    });
    expect(refused.byStatus['429']).toBeGreaterThan(0);
    expect([lost, unexplained, refused.refusedWithoutRetryAfter]).toEqual([0, 0, 0]);
  });
});
