import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayField } from '../integration/gateway-field.ts';
import { PATIENT } from '../integration/gateway-world.ts';
import { report, rounded, sized } from './fault-row.ts';
import { failuresOf, Load } from './load.ts';

/** Gateway, departments and load are three processes: what the load costs is not mistaken for what the gateway costs. */
let field: GatewayField;
let load: Load;
beforeEach(async () => {
  [field, load] = await Promise.all([GatewayField.open(), Load.prepare()]);
  field.world.subgraphs.evaluation.behaviour = (_request, response) => {
    const answer = () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"echo":"e"}}');
    setTimeout(answer, ANSWER_MS);
  };
});
afterEach(async () => {
  await load.close();
  await field.close();
});

/** The departments' own time, so that requests pile up on a fast machine too. */
const ANSWER_MS = 50;
const QUERY = '{ echo(text: "$n") }';
const reader = (token: string) => ({ token, query: QUERY });
/** As many connections as one client's pool holds. */
const POOL = 64;
/** Requests the gateway works on at once in the first test. */
const MOST = 8;
const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };

async function residentMb(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1] ?? Number.NaN) / 1_048_576;
}

describe('B8: far more requests than can be served', () => {
  it('are refused early with the time to wait, and the rest is served', { timeout: 300_000 }, async (context) => {
    const { address } = await field.runListening({
      RATES: JSON.stringify({ client: UNLIMITED, unit: UNLIMITED }),
      MAX_IN_FLIGHT: String(MOST),
    });
    const peak = (
      await load.run({ address, lanes: { all: { ...reader('hub_alice'), workers: MOST } }, seconds: sized(1, 15) })
    ).all;
    const peakPerSecond = (peak.byStatus['200'] ?? 0) / sized(1, 15);
    const before = await residentMb(address);
    const seconds = sized(1, 60);
    const { all } = await load.run({
      address,
      lanes: { all: { ...reader('hub_alice'), workers: 10 * MOST } },
      seconds,
    });
    const after = await residentMb(address);
    await expect.poll(async () => (await fetch(`${address}/readiness`)).status, PATIENT).toBe(200);
    const { all: calm } = await load.run({
      address,
      lanes: { all: { ...reader('hub_bob'), workers: 1 } },
      seconds: sized(0.5, 5),
    });
    const goodput = (all.byStatus['200'] ?? 0) / seconds;
    const refused = all.byStatus['503'] ?? 0;
    const unexplained = all.sent - (all.byStatus['200'] ?? 0) - refused;
    const failures = unexplained + all.refusedWithoutRetryAfter + failuresOf(calm);
    report(context, {
      row: 'B8',
      what: 'overload: 200 or 503 with Retry-After, whole again afterwards',
      n: all.sent + calm.sent,
      failures,
      figures: {
        peakPerSecond: rounded(peakPerSecond),
        offeredPerSecond: rounded(all.sent / seconds),
        goodputPerSecond: rounded(goodput),
        refused,
        refusedP99: all.refusedP99,
        p99: all.p99,
        calmP99: calm.p99,
        residentMbBefore: rounded(before),
        residentMbAfter: rounded(after),
      },
      goals: {
        'goodput >= 80 % of peak': goodput >= 0.8 * peakPerSecond,
        'refusals < 20 ms (p99)': all.refusedP99 < 20,
        'memory <= 1.5x': after <= 1.5 * before,
      },
    });
    expect(all.faults).toEqual({});
    expect(refused).toBeGreaterThan(0);
    expect(failures).toBe(0);
  });

  it('from one client are that client’s alone', { timeout: 300_000 }, async (context) => {
    // Rates below what a busy machine can serve: a limit above it limits nobody.
    const perSecond = sized(5, 40);
    const rates = { client: { perSecond, burst: sized(5, 80) } };
    const { address } = await field.runListening({ RATES: JSON.stringify(rates) });
    const seconds = sized(1, 30);
    const quiet = { ...reader('hub_bob'), perSecond: sized(2, 20) };
    const noisy = { ...reader('hub_alice'), workers: sized(8, POOL) };
    const alone = await load.run({ address, lanes: { quiet }, seconds });
    const beside = await load.run({ address, lanes: { quiet, noisy }, seconds });
    const lost = failuresOf(beside.quiet);
    const unexplained = beside.noisy.sent - (beside.noisy.byStatus['200'] ?? 0) - (beside.noisy.byStatus['429'] ?? 0);
    const failures = lost + unexplained + beside.noisy.refusedWithoutRetryAfter;
    report(context, {
      row: 'B8',
      what: 'one noisy client far over its rate',
      n: beside.quiet.sent + beside.noisy.sent,
      failures,
      figures: {
        noisyPerSecond: rounded(beside.noisy.sent / seconds),
        noisyRefused: beside.noisy.byStatus['429'] ?? 0,
        noisyRefusedP99: beside.noisy.refusedP99,
        quietAloneP50: alone.quiet.p50,
        quietAloneP99: alone.quiet.p99,
        quietBesideP50: beside.quiet.p50,
        quietBesideP99: beside.quiet.p99,
      },
      goals: { 'p99 of the other <= 2x': beside.quiet.p99 <= 2 * alone.quiet.p99 },
    });
    expect(beside.noisy.byStatus['429']).toBeGreaterThan(0);
    expect([lost, unexplained, beside.noisy.refusedWithoutRetryAfter]).toEqual([0, 0, 0]);
  });
});
