import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../shared/primitives/identifiers.ts';
import { report, rounded, seeded, sized } from './fault-row.ts';
import { pick, upTo } from '../testkit/seeded-random.ts';
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

/** From when the database answers again until the department answers from it. */
async function msUntilReady(): Promise<number> {
  const isThere = () =>
    topology.rows('select 1').then(
      () => true,
      () => false,
    );
  await expect.poll(isThere, { timeout: 60_000, interval: 20 }).toBe(true);
  const started = performance.now();
  const isReady = async () => {
    const answer = await topology.ask('lead', '{ hrssFeedState { position } }').catch(() => null);
    return answer?.body.data?.hrssFeedState != null;
  };
  await expect.poll(isReady, { timeout: 60_000, interval: 20 }).toBe(true);
  return performance.now() - started;
}

describe('A3: clients hang up in the middle, and gateways die', () => {
  async function* fileOf(value: number, isSlow: boolean): AsyncGenerator<Buffer> {
    yield Buffer.from('subject,period,measure,dimensions,value,explanation\n');
    for (const year of [2016, 2017, 2018, 2019]) {
      if (isSlow) await delay(20);
      yield Buffer.from(`110106,${year},engineers,,${value},按台账更正\n`);
    }
  }

  /** Hands a file in; its receipt, or null when it is not known what became of it. */
  async function upload(key: string, value: number, signal?: AbortSignal): Promise<string | null> {
    const sent = topology.upload({ idempotencyKey: key }, fileOf(value, signal !== undefined), signal);
    const { json } = (await sent.catch(() => null)) ?? {};
    return json?.receipt?.hash ?? null;
  }

  const receiptOf = async (key: string): Promise<string | null> => {
    const { body } = await topology.ask(
      'hrss',
      'query ($key: String!) { hrssReceipt(key: $key) { receipt { hash } } }',
      {
        key,
      },
    );
    return body.data?.hrssReceipt?.receipt.hash ?? null;
  };

  it('leaves nobody in doubt: the key tells, and sent again it is answered', {
    timeout: 1_200_000,
  }, async (context) => {
    const random = seeded();
    const n = sized(16, 200);
    const gatewayKills = sized(0, 4);
    const wrong: string[] = [];
    const seen = { answered: 0, storedUnheard: 0, notStored: 0 };
    const one = async (index: number) => {
      const key = newId();
      const value = publisher.nextValue();
      const isFile = index % 2 === 1;
      const cut = AbortSignal.timeout(1 + upTo(random, 160));
      const first = isFile ? await upload(key, value, cut) : ((await publisher.send(key, value, cut))?.hash ?? null);
      const told = await receiptOf(key).catch(() => null);
      if (first !== null) seen.answered += 1;
      else if (told !== null) seen.storedUnheard += 1;
      else seen.notStored += 1;
      let last: string | null = null;
      if (isFile) await expect.poll(async () => (last = await upload(key, value)), LONG).not.toBeNull();
      else last = await publisher.resend(key, value);
      if ([first, told].some((hash) => hash !== null && hash !== last)) wrong.push(`${key}: ${first} ${told} ${last}`);
      if ((await receiptOf(key)) !== last) wrong.push(`${key}: not told afterwards`);
    };
    let next = 0;
    const client = async () => {
      for (let index = next++; index < n; index = next++) {
        if (gatewayKills > 0 && index % Math.ceil(n / gatewayKills) === 25) await topology.killAndAwait('gateway');
        await one(index);
      }
    };
    await Promise.all([client(), client(), client()]);
    const faults = [...wrong, ...(await reconcile(topology, publisher))];
    report(context, {
      row: 'A3',
      what: 'mutations and uploads whose client hung up',
      n,
      failures: faults.length,
      figures: { ...seen, gatewayKills },
    });
    expect(faults).toEqual([]);
  });
});

describe('R3: the database is killed while a unit reports', () => {
  it('comes back by itself, with everything that was acknowledged', { timeout: 1_200_000 }, async (context) => {
    const rounds = sized(1, 50);
    const batches = sized(12, 20);
    const took: number[] = [];
    const readyIn: number[] = [];
    const unanswered = publisher.unanswered;
    for (let round = 0; round < rounds; round += 1) {
      const before = publisher.acknowledged.length;
      const publishing = publisher.publish(batches, CLIENTS);
      await expect
        .poll(() => publisher.acknowledged.length, { timeout: 60_000, interval: 3 })
        .toBeGreaterThan(before + 2);
      const started = performance.now();
      process.kill(topology.postgresPid, 'SIGKILL');
      readyIn.push(await msUntilReady());
      await publishing;
      took.push(performance.now() - started);
    }
    const faults = await reconcile(topology, publisher);
    await untilEvaluationAgrees();
    report(context, {
      row: 'A2 R3',
      what: 'kill -9 of the database server under load',
      n: rounds * batches,
      failures: faults.length,
      figures: {
        rounds,
        slowestUntilAllAcknowledgedMs: rounded(Math.max(...took)),
        slowestUntilReadyMs: rounded(Math.max(...readyIn)),
        unansweredAttempts: publisher.unanswered - unanswered,
      },
    });
    expect(faults).toEqual([]);
    expect(topology.hub.output).toContain('postgres is back');
    expect(Math.max(...readyIn)).toBeLessThan(15_000);
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
    const writing = publisher.send('at the end', publisher.nextValue());
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
