import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pick, report, rounded, seeded, sized, upTo } from './fault-row.ts';
import { HubTopology } from './hub-topology.ts';
import { Publisher, reconcile, valuesOfDepartment, valuesOfEvaluation } from './publisher.ts';

let topology: HubTopology;
let publisher: Publisher;

beforeAll(async () => {
  topology = await HubTopology.start();
  publisher = new Publisher(topology);
}, 180_000);
afterAll(() => topology.close(), 60_000);

const CLIENTS = 3;
/** Both ends of a report that is under way; what follows at full size is drawn. */
const FIRST_KILLED = ['hrss', 'gateway'];
const LONG = { timeout: 60_000, interval: 50 };

/** Until the evaluation has seen what the department holds; the last step of every fault here. */
async function untilEvaluationAgrees(): Promise<void> {
  const expected = await valuesOfDepartment(topology);
  expect(expected.length).toBeGreaterThan(0);
  await expect.poll(() => valuesOfEvaluation(topology), LONG).toEqual(expected);
}

describe('R1: processes are killed while a unit reports', () => {
  it('loses nothing that was acknowledged and stores nothing twice', { timeout: 3_600_000 }, async (context) => {
    const random = seeded();
    const batches = sized(40, 1_000);
    const kills = sized(2, 20);
    const isOver = () => publisher.acknowledged.length >= batches;
    const publishing = publisher.publish(batches, CLIENTS);
    const killed: string[] = [];
    for (let kill = 0; kill < kills && !isOver(); kill += 1) {
      const after = publisher.acknowledged.length + 1 + upTo(random, Math.floor(batches / kills / 2));
      await expect
        .poll(() => publisher.acknowledged.length, { timeout: 120_000, interval: 1 + upTo(random, 7) })
        .toBeGreaterThanOrEqual(after);
      const service = FIRST_KILLED[kill] ?? pick(random, ['hrss', 'hrss', 'gateway', 'evaluation', 'worker']);
      await topology.killAndAwait(service);
      killed.push(service);
    }
    await publishing;
    const faults = await reconcile(topology, publisher);
    await untilEvaluationAgrees();
    report(context, {
      row: 'R1',
      what: `kill -9 of ${killed.length} processes during ${batches} batches of 24 values`,
      n: batches,
      failures: faults.length,
      figures: { killed: killed.join(' '), unansweredAttempts: publisher.unanswered },
    });
    expect(faults).toEqual([]);
    expect(killed.length).toBeGreaterThan(0);
  });

  it('answers a key that is sent once more with the same receipt', async (context) => {
    const before = publisher.acknowledged.length;
    const again = publisher.acknowledged.slice(0, sized(10, 200));
    const receipts = [];
    for (const { key, value } of again) receipts.push(await publisher.send(key, value));
    const differing = receipts.filter(
      (receipt, index) => JSON.stringify(receipt) !== JSON.stringify(again[index]),
    ).length;
    const faults = await reconcile(topology, publisher);
    report(context, {
      row: 'R1',
      what: 'the same key afterwards: the same receipt',
      n: again.length,
      failures: differing + faults.length,
    });
    expect([differing, publisher.acknowledged.length]).toEqual([0, before]);
    expect(faults).toEqual([]);
  });
});

describe('R3: the database is killed while a unit reports', () => {
  it('comes back by itself, with everything that was acknowledged', { timeout: 1_200_000 }, async (context) => {
    const rounds = sized(1, 8);
    const batches = sized(12, 50);
    const took: number[] = [];
    const unanswered = publisher.unanswered;
    for (let round = 0; round < rounds; round += 1) {
      const before = publisher.acknowledged.length;
      const publishing = publisher.publish(batches, CLIENTS);
      await expect
        .poll(() => publisher.acknowledged.length, { timeout: 60_000, interval: 3 })
        .toBeGreaterThan(before + 2);
      const started = performance.now();
      process.kill(topology.postgresPid, 'SIGKILL');
      await publishing;
      took.push(performance.now() - started);
    }
    const faults = await reconcile(topology, publisher);
    await untilEvaluationAgrees();
    report(context, {
      row: 'R3',
      what: 'kill -9 of the database server under load',
      n: rounds * batches,
      failures: faults.length,
      figures: {
        rounds,
        slowestUntilAllAcknowledgedMs: rounded(Math.max(...took)),
        unansweredAttempts: publisher.unanswered - unanswered,
      },
    });
    expect(faults).toEqual([]);
    expect(topology.hub.output).toContain('postgres is back');
  });
});

describe('R6: SIGTERM under load', () => {
  it('finishes what is under way and ends with 0 within ten seconds', { timeout: 60_000 }, async (context) => {
    const query =
      '{ subject(code: "110106") { name observations(first: 100) { totalCount } hrss { observations(first: 100) { totalCount } } } }';
    let isStopping = false;
    const underWay: { isAnswered: boolean; what: string }[] = [];
    const reader = async () => {
      while (!isStopping) {
        const call = { isAnswered: false, what: 'cut' };
        const started = topology.ask('lead', query).then(
          ({ status, body }) => {
            call.isAnswered = status === 200 && body.errors === undefined;
            call.what = JSON.stringify(body).slice(0, 300);
          },
          (error: Error) => {
            call.what = String(error.cause ?? error);
          },
        );
        underWay.push(call);
        await started;
        if (!isStopping) underWay.splice(underWay.indexOf(call), 1);
      }
    };
    const readers = Array.from({ length: 8 }, reader);
    await expect.poll(() => underWay.length, LONG).toBe(8);
    const writing = publisher.send('at the end', 1);
    const started = performance.now();
    isStopping = true;
    process.kill(topology.launcherPid, 'SIGTERM');
    // Asked a second time at once, as npm and the terminal do; it only tells us the exit code.
    const code = await topology.hub.stop();
    const ms = performance.now() - started;
    await Promise.all(readers);
    const written = await writing;
    const cut = underWay.filter(({ isAnswered }) => !isAnswered);
    report(context, {
      row: 'R6',
      what: 'SIGTERM of the whole product under load',
      n: underWay.length + 1,
      failures: cut.length + (written === null ? 1 : 0) + (code === 0 ? 0 : 1),
      figures: { exitMs: rounded(ms) },
    });
    expect(code).toBe(0);
    expect(cut).toEqual([]);
    expect(written).not.toBeNull();
    expect(ms).toBeLessThan(10_000);
  });
});
