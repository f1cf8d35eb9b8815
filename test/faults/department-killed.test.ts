import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { DepartmentProcess } from '../testkit/department-process.ts';
import type { FailPoint } from '../testkit/killable-process.ts';
import { lead, service } from '../testkit/viewers.ts';
import { isFull, report, seeded, sized } from './fault-row.ts';
import { upTo } from '../testkit/seeded-random.ts';
import { type Ask, asking, ledgerFaults } from './ledger.ts';
import { ReportingClient, type Told, type Way } from './reporting-client.ts';

let department: DepartmentProcess;
let client: ReportingClient;
let ask: Ask;

beforeAll(async () => {
  department = await DepartmentProcess.start('hrss');
  client = new ReportingClient(department);
  ask = asking(department.database.ownerUrl, 'hrss');
});
afterAll(() => department.close());

const LONG = 7_200_000;
const EACH: readonly FailPoint[] = [
  'before-begin',
  'after-key',
  'mid-insert',
  'mid-receipt',
  'before-commit',
  'mid-commit',
  'after-commit',
  'mid-reply',
  'after-reply',
];
/** Every point is passed by some way also at the small size. */
const POINTS: Readonly<Record<Way, readonly FailPoint[]>> = {
  mutation: isFull ? EACH : ['after-key', 'mid-insert', 'mid-reply'],
  upload: isFull ? ['mid-stage', ...EACH] : ['mid-stage', 'mid-commit'],
  acceptance: isFull ? EACH.filter((point) => point !== 'after-key') : ['after-commit'],
  'large acceptance': isFull ? ['before-begin', 'mid-insert', 'before-commit', 'mid-commit'] : ['before-commit'],
};
const TIMES = sized(1, 20);

/** What is wrong with the record, with what clients were told, and with what they are told once more. */
async function faultsOf(again: readonly Told[]): Promise<string[]> {
  const { told } = client;
  const { body } = await department.ask(service, '{ hrssFeedState { position cells stateHash } }');
  const faults = await ledgerFaults(ask, department.signer, body.data.hrssFeedState);
  const stored = await ask<{ key: string; id: string; hash: string }>(`
    select i.key, i.publication_id as id, r.hash from idempotency i
    left join receipt r on r.publication_id = i.publication_id and r.sequence = (select min(sequence) from receipt x where x.publication_id = r.publication_id)`);
  const byKey = new Map(stored.map((row) => [row.key, row]));
  for (const { key, publicationId, hash } of told) {
    const row = byKey.get(key);
    if (row === undefined) faults.push(`acknowledged and lost: ${key}`);
    else if (row.id !== publicationId || row.hash !== hash) faults.push(`another receipt than acknowledged: ${key}`);
  }
  if (stored.length !== told.length) faults.push(`${stored.length} stored, ${told.length} acknowledged`);
  for (const one of again) {
    const same = await client.send(one);
    if (same?.receipt !== one.receipt) faults.push(`another receipt for the same key: ${one.key}`);
  }
  return faults;
}

async function conclude(context: TestContext, what: string, kills: number, again: readonly Told[]): Promise<void> {
  const faults = await faultsOf(again);
  report(context, {
    row: 'A1',
    what,
    n: kills,
    failures: faults.length,
    figures: {
      publications: client.told.length,
      unansweredAttempts: client.unanswered,
      receiptsAskedAgain: again.length,
    },
  });
  expect(faults).toEqual([]);
}

/** Until it has died and another has come. A point that is never reached must not be waited for without end. */
async function isBack(starts: number): Promise<void> {
  await expect.poll(() => department.process.starts, { timeout: 60_000, interval: 10 }).toBe(starts);
}

/** Kills the department at each point of a way in turn, while others report too where they may. */
async function killAtEach(way: Way, others: number): Promise<number> {
  let kills = 0;
  for (const point of POINTS[way]) {
    for (let round = 0; round < TIMES; round += 1) {
      const { starts } = department.process;
      await department.process.failAt(point, point === 'mid-stage' ? 1 : 1 + (round % 2) * others);
      const reports = [client.report(way)];
      for (let other = 0; other < others; other += 1) reports.push(client.report('mutation'));
      await Promise.all(reports);
      await isBack(starts + 1);
      kills += 1;
    }
  }
  return kills;
}

describe('A1: a department is killed while it takes publications in', () => {
  it('loses, doubles and halves no report, whatever point it dies at', { timeout: LONG }, async (context) => {
    const kills = await killAtEach('mutation', 2);
    await conclude(context, 'kill -9 at points of a mutation', kills, client.told);
  });

  it('loses, doubles and halves no file', { timeout: LONG }, async (context) => {
    const before = client.told.length;
    const kills = await killAtEach('upload', 0);
    const uploads = client.told.slice(before);
    await conclude(context, 'kill -9 at points of an upload of 4,352 rows', kills, uploads.slice(0, sized(1, 20)));
  });

  it('loses and doubles nothing at times nobody chose', { timeout: LONG }, async (context) => {
    const random = seeded();
    const kills = sized(1, 300);
    let isOver = false;
    const before = client.told.length;
    const batches = sized(20, 1_000);
    const reporter = async () => {
      while (!isOver || client.told.length - before < batches)
        await client.report(upTo(random, 50) === 0 ? 'upload' : 'mutation');
    };
    const reporting = Promise.all([reporter(), reporter(), reporter()]);
    for (let kill = 0; kill < kills; kill += 1) {
      await delay(20 + upTo(random, 300));
      const { starts } = department.process;
      department.process.kill();
      await isBack(starts + 1);
    }
    isOver = true;
    await reporting;
    await conclude(context, 'kill -9 at random times in batches', kills, client.told.slice(-sized(5, 200)));
  });

  it('moves what waits for people once, or not at all', { timeout: LONG }, async (context) => {
    const policy = await department.ask(
      lead,
      'mutation ($input: DecideHrssApprovalPolicyInput!) { decideHrssApprovalPolicy(input: $input) { errors { code } } }',
      { input: { memberUnit: 'hrss', policy: 'FOUR_EYES', approvals: 1 } },
    );
    expect(policy.body.data.decideHrssApprovalPolicy.errors).toEqual([]);
    let kills = 0;
    for (const way of ['acceptance', 'large acceptance'] as const) {
      for (const point of POINTS[way]) {
        for (let round = 0; round < TIMES; round += 1) {
          const waiting = await client.approved(await client.handIn(way));
          const { starts } = department.process;
          await department.process.failAt(point);
          await client.accept(waiting);
          await isBack(starts + 1);
          kills += 1;
        }
      }
    }
    await conclude(context, 'kill -9 at points of an acceptance, of 24 and of 4,352 values', kills, []);
  });
});
