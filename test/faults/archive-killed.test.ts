import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SnapshotBuilder } from '../../shared/archive/snapshot-builder.ts';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { hashState } from '../../shared/department/change-feed/feed-state.ts';
import { issueLockReceipt } from '../../shared/department/freeze/lock-receipt.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { createEd25519Signer } from '../../shared/primitives/signer.ts';
import { findArchive } from '../../subgraphs/evaluation/archive/archive.repository.ts';
import { ArchiveService } from '../../subgraphs/evaluation/archive/archive.service.ts';
import { snapshotLeaves } from '../../subgraphs/evaluation/archive/snapshot-leaves.ts';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import { FOLLOWED_DEPARTMENTS } from '../../subgraphs/evaluation/input-store/department-register.ts';
import { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { digestCatalogue } from '../../subgraphs/evaluation/result/recalculation/catalogue-digest.ts';
import { YearCalculator } from '../../subgraphs/evaluation/result/recalculation/year-calculator.ts';
import { findRound } from '../../subgraphs/evaluation/round/round.repository.ts';
import { listParticipants } from '../../subgraphs/evaluation/round/round-participant.repository.ts';
import { seedSubjects } from '../../subgraphs/evaluation/subject/seed-subjects.ts';
import { kpisOf } from '../../shared/catalogue/version/living-catalogue.ts';
import { aChange } from '../../subgraphs/evaluation/worker/fake-change-source.ts';
import { type FailPoint, KillableProcess } from '../testkit/killable-process.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';
import { aViewer } from '../testkit/viewers.ts';
import { report, sized } from './fault-row.ts';

/** The worker is a real process; departments that only lock and a gateway that only answers stand before it. */
const catalogue = loadCatalogue();
const log = createLogger('archive', 'silent');
const pem = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const departmentKey = createEd25519Signer(pem());
const EMPTY = JSON.stringify({ data: { feed: { head: '0', changes: [] } } });
const POINTS: readonly FailPoint[] = ['mid-receipt', 'mid-insert', 'before-commit', 'mid-commit', 'after-commit'];

let database: TestDatabase;
let dataSource: DataSource;
let gateway: Server;
let worker: KillableProcess;
let folder: string;
let locked = 0;

/** What is asked of the gateway: nothing is in the feeds, and every department locks what it has, which is nothing. */
async function answer(body: string): Promise<string> {
  const {
    query,
    variables,
  }: {
    query: string;
    variables: { input: { subject: string; year: number; memberUnit: string | null; reason: string } };
  } = JSON.parse(body);
  const department = FOLLOWED_DEPARTMENTS.find(({ typePrefix }) => query.includes(`lock${typePrefix}Observations`));
  if (department === undefined) {
    await delay(500);
    return EMPTY;
  }
  locked += 1;
  const { subject, year, memberUnit, reason } = variables.input;
  const receipt = issueLockReceipt(
    {
      ...{ department: department.service, act: 'lock', subject, year, memberUnit, reason, lockedCount: 0, cells: 0 },
      ...{ stateHash: hashState([]), position: '0', issuedAt: new Date().toISOString(), traceId: '' },
    },
    departmentKey,
  );
  return JSON.stringify({ data: { lock: { lockedCount: 0, receipt, errors: [] } } });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub-archive-killed-'));
  writeFileSync(join(folder, 'key.pem'), pem(), { mode: 0o600 });
  database = await createServiceDatabase('evaluation');
  dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
  await seedSubjects(dataSource, catalogue, 'on');
  const ingest = new IngestService(dataSource, new FrameworkRegister(catalogue));
  const changes = [
    aChange('union', 1n, { measure: 'industrial-workers', value: '120', memberUnit: 'union' }),
    aChange('union', 2n, { measure: 'in-five-year-plan', value: 'true', memberUnit: 'ndrc' }),
  ];
  await ingest.ingest('union', { head: 2n, changes });
  gateway = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.setHeader('content-type', 'application/json');
    response.end(await answer(Buffer.concat(chunks).toString()).catch(() => '{}'));
  }).listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const address = gateway.address();
  worker = await KillableProcess.start('subgraphs/evaluation/worker/main.js', {
    DATABASE_URL: database.appUrl,
    GATEWAY_URL: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/graphql`,
    SERVICE_TOKEN: 'worker',
    SIGNING_KEY_FILE: join(folder, 'key.pem'),
    HUB_DEMO: 'on',
  });
}, 300_000);

afterAll(async () => {
  await worker.close();
  gateway.closeAllConnections();
  gateway.close();
  await dataSource.destroy();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function circulated(edition: number): Promise<string> {
  const code = edition === 1 ? 'fengtai-2023@2025' : `fengtai-2023@2025#${edition}`;
  const before = edition === 2 ? 'fengtai-2023@2025' : `fengtai-2023@2025#${edition - 1}`;
  await dataSource.query(
    `insert into round (code, framework, year, edition, supersedes, justification, state, base_years, opened_by, opened_at)
     values ($1, 'fengtai-2023', 2025, $2, $3, $4, 'CIRCULATED', '{}', 'test', now())`,
    [code, edition, edition === 1 ? null : before, edition === 1 ? null : '再次封存'],
  );
  await dataSource.query(
    `insert into round_participant (round, participant_kind, participant, subject, position, is_scored)
     values ($1, 'SUBJECT', '110106', '110106', 1, true)`,
    [code],
  );
  return code;
}

/** The root that a sealing without any mishap would come to, with the receipts that were given. */
async function expectedRoot(code: string): Promise<string> {
  const { manager } = dataSource;
  const register = new FrameworkRegister(catalogue);
  const calculator = new YearCalculator({ catalogue, register, catalogueDigest: digestCatalogue() });
  const [round, archive] = [await findRound(manager, code), await findArchive(manager, code)];
  const plan = calculator.plan('fengtai-2023', 2025);
  if (round === null || archive === null || plan === null) throw new Error('no round');
  const builder = new SnapshotBuilder();
  const beside = {
    kpis: { kpis: kpisOf(catalogue, round.framework) },
    'release-calendar': catalogue.releaseCalendar,
  };
  const participants = await listParticipants(manager, code);
  const source = { manager, calculator, archive, participants, plan, beside, onResult: () => undefined };
  // What sealing adds to the round comes after what is sealed.
  const before = { ...round, state: 'CIRCULATED' as const };
  for await (const leaf of snapshotLeaves({ ...source, round: before })) {
    if (leaf.section === 'dossier') continue;
    builder.add(leaf);
  }
  builder.flush();
  const { statement } = builder.seal({ round: code, edition: 1, sealedAt: '2026-01-01T00:00:00.000Z' }, departmentKey);
  return statement.root;
}

/** The root over what was stored, without the dossier. */
async function storedRoot(code: string): Promise<string> {
  const rows: { content: string }[] = await dataSource.query(
    'select content from archive_block where round = $1 order by block',
    [code],
  );
  const builder = new SnapshotBuilder();
  for (const line of rows.flatMap(({ content }) => content.split('\n'))) {
    if (line === '' || line.startsWith('["#"') || line.startsWith('["dossier"')) continue;
    const [section, key, content] = JSON.parse(line);
    builder.add({ section, key, content });
  }
  builder.flush();
  return builder.seal({ round: code, edition: 1, sealedAt: '2026-01-01T00:00:00.000Z' }, departmentKey).statement.root;
}

const caller = { viewer: aViewer('union', 'lead-approver'), traceId: 'test' };

describe('A6: the worker is killed while it seals a round', () => {
  it('seals the same root, once, wherever it was killed', { timeout: 1_200_000 }, async (context) => {
    const archives = new ArchiveService({ database: dataSource, clock: systemClock });
    const points = Array.from(
      { length: sized(POINTS.length, POINTS.length * 8) },
      (_, at) => POINTS[at % POINTS.length],
    );
    let failures = 0;
    for (const [at, point] of points.entries()) {
      const code = await circulated(at + 1);
      const { starts } = worker;
      if (point !== undefined) await worker.failAt(point, 1 + (Math.floor(at / POINTS.length) % 2));
      const begun = await archives.archive(caller, { round: code, reason: '依据通报文号' });
      expect(begun.ok).toBe(true);
      await expect.poll(() => worker.starts, { timeout: 120_000, interval: 10 }).toBe(starts + 1);
      const state = async () => (await findArchive(dataSource.manager, code))?.state;
      await expect.poll(state, { timeout: 120_000, interval: 50 }).toBe('SEALED');
      const rows: { state: string; events: number }[] = await dataSource.query(
        `select state, (select count(*)::int from round_event where round = $1 and action = 'ARCHIVED') as events
         from round where code = $1`,
        [code],
      );
      if ((await storedRoot(code)) !== (await expectedRoot(code))) failures += 1;
      expect(rows).toEqual([{ state: 'ARCHIVED', events: 1 }]);
    }
    const what = 'kill -9 of the worker while it seals a round';
    report(context, { row: 'A6', what, n: points.length, failures, figures: { locks: locked, starts: worker.starts } });
    expect(failures).toBe(0);
  });
});
