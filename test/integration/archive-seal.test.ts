import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replay } from '../../shared/archive/replay.ts';
import { newSigner } from '../../shared/archive/testing/small-archive.ts';
import { verifySnapshot } from '../../shared/archive/verify-snapshot.ts';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { hashState, type StateCell } from '../../shared/department/change-feed/feed-state.ts';
import { issueLockReceipt } from '../../shared/department/freeze/lock-receipt.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import type { Signer } from '../../shared/primitives/signer.ts';
import { findArchive } from '../../subgraphs/evaluation/archive/archive.repository.ts';
import { ArchiveService } from '../../subgraphs/evaluation/archive/archive.service.ts';
import {
  type DepartmentLocks,
  type LockOrder,
  DepartmentNotLocked,
} from '../../subgraphs/evaluation/archive/department-locks.ts';
import type { LockValuesPayload } from '../../subgraphs/evaluation/archive/lock-job.repository.ts';
import { LockValuesService } from '../../subgraphs/evaluation/archive/lock-values.service.ts';
import { resumeAllSealings } from '../../subgraphs/evaluation/archive/resume-sealing.ts';
import { SealArchiveService } from '../../subgraphs/evaluation/archive/seal-archive.service.ts';
import { lockWaits } from '../../subgraphs/evaluation/archive/value-lock.repository.ts';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { YearCalculator } from '../../subgraphs/evaluation/result/recalculation/year-calculator.ts';
import { seedSubjects } from '../../subgraphs/evaluation/subject/seed-subjects.ts';
import { aChange } from '../../subgraphs/evaluation/worker/fake-change-source.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';
import { aViewer } from '../testkit/viewers.ts';

const catalogue = loadCatalogue();
const log = createLogger('archive', 'silent');
const clock = { now: () => new Date('2026-07-01T02:00:00Z') };
const register = new FrameworkRegister(catalogue);
const calculator = new YearCalculator({ catalogue, register, catalogueDigest: 'test' });
const key = newSigner();
const caller = { viewer: aViewer('union', 'lead-approver'), traceId: 'test' };

let database: TestDatabase;
let dataSource: DataSource;
let ingest: IngestService;

beforeAll(async () => {
  database = await createServiceDatabase('evaluation');
  dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
  await seedSubjects(dataSource, catalogue, 'on');
  ingest = new IngestService(dataSource, register);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** Departments that lock what they are told they hold, and can be away. */
class FakeDepartments implements DepartmentLocks {
  readonly away = new Set<string>();
  readonly held = new Map<string, { readonly cells: readonly StateCell[]; readonly position: string }>();
  readonly asked: string[] = [];

  async lock({ service }: { readonly service: string }, order: LockOrder) {
    this.asked.push(service);
    if (this.away.has(service)) throw new DepartmentNotLocked('子图不可用');
    const { cells, position } = this.held.get(service) ?? { cells: [], position: '0' };
    const receipt = issueLockReceipt(
      {
        ...{ ...order, department: service, act: 'lock', lockedCount: cells.length, cells: cells.length },
        ...{ stateHash: hashState(cells), position, issuedAt: '2026-06-30T00:00:00.000Z', traceId: '' },
      },
      key,
    );
    return { ...receipt, position };
  }
}

/** Does what the queue would: takes the jobs of a task out of it. */
async function takeJobs(task: string): Promise<LockValuesPayload[]> {
  const [rows]: [{ payload: LockValuesPayload }[], number] = await dataSource.query(
    `delete from graphile_worker._private_jobs as job using graphile_worker._private_tasks as task
     where task.id = job.task_id and task.identifier = $1 returning job.payload`,
    [task],
  );
  return rows.map(({ payload }) => payload);
}

async function begin(year: number, edition = 1): Promise<string> {
  const first = `fengtai-2023@${year}`;
  const code = edition === 1 ? first : `${first}#${edition}`;
  await dataSource.query(
    `insert into round (code, framework, year, edition, supersedes, justification, state, base_years, opened_by, opened_at)
     values ($1, 'fengtai-2023', $2, $3, $4, $5, 'CIRCULATED', '{}', 'test', '2026-01-01T00:00:00Z')`,
    [code, year, edition, edition === 1 ? null : first, edition === 1 ? null : '更正一个值'],
  );
  await dataSource.query(
    `insert into round_participant (round, participant_kind, participant, subject, position, is_scored)
     values ($1, 'SUBJECT', '110106', '110106', 1, true)`,
    [code],
  );
  const begun = await new ArchiveService({ database: dataSource, clock }).archive(caller, {
    round: code,
    reason: '依据通报',
  });
  expect(begun).toMatchObject({ ok: true, value: { state: 'LOCKING' } });
  return code;
}

const sealing = (signer: Signer = key) =>
  new SealArchiveService({ dataSource, calculator, catalogue, signer, clock, log });
const stateOf = (code: string) => findArchive(dataSource.manager, code);

const WORKERS = { measure: 'industrial-workers', period: '2025', value: '120', memberUnit: 'union', revision: 1 };
const cellOf = (value: string, revision: number): StateCell => ({
  ...{ subject: '110106', period: '2025', measure: WORKERS.measure, dimensions: '' },
  ...{ value, state: 'LOCKED', revision, memberUnit: 'union' },
});

describe('the saga of sealing', () => {
  const departments = new FakeDepartments();
  const locking = () => new LockValuesService({ dataSource, locks: departments, log });
  let code: string;

  it('asks the departments that are away again, later each time, and those alone', async () => {
    code = await begin(2025);
    departments.away.add('hrss');
    for (const payload of await takeJobs('lock-values')) await locking().lock(payload);
    expect(departments.asked.sort()).toEqual(['education', 'hrss', 'sasac', 'union']);
    expect(await lockWaits(dataSource.manager, code)).toMatchObject([
      { department: 'hrss', subjectCount: 1, attempts: 1 },
    ]);
    expect(await sealing().seal(code)).toBe('WAITING');
    const [again] = await takeJobs('lock-values');
    expect(again).toMatchObject({ departments: ['hrss'], attempt: 1, occasion: 'ARCHIVE' });
    departments.away.clear();
    departments.asked.length = 0;
    if (again !== undefined) await locking().lock(again);
    expect(departments.asked).toEqual(['hrss']);
    expect(await takeJobs('seal-archive')).toHaveLength(1);
  });

  it('goes on after a worker that died, with whatever was left', async () => {
    await resumeAllSealings(dataSource.manager);
    expect(await takeJobs('seal-archive')).toMatchObject([{ round: code }]);
    await dataSource.query(
      `update value_lock set received_at = null, receipt_hash = null where round = $1 and department = 'sasac'`,
      [code],
    );
    await resumeAllSealings(dataSource.manager);
    const [left] = await takeJobs('lock-values');
    expect(left).toMatchObject({ round: code, departments: ['sasac'] });
    if (left !== undefined) await locking().lock(left);
    await takeJobs('seal-archive');
  });

  it('waits until what a department has locked has come by its feed', async () => {
    departments.held.set('union', { cells: [cellOf('120', 1)], position: '2' });
    await locking().lock({
      ...{ round: code, participantKind: 'SUBJECT', participant: '110106', subject: '110106', year: 2025 },
      ...{ reason: '依据通报', occasion: 'ARCHIVE', departments: ['union'] },
    });
    await takeJobs('seal-archive');
    expect(await sealing().seal(code)).toBe('WAITING');
    expect(await stateOf(code)).toMatchObject({ state: 'LOCKING', obstacle: expect.stringContaining('union') });
    expect(await takeJobs('lock-values')).toEqual([]);
    expect(await takeJobs('seal-archive')).toHaveLength(1);
    const changes = [aChange('union', 1n, WORKERS), aChange('union', 2n, { ...WORKERS, state: 'LOCKED' })];
    await ingest.ingest('union', { head: 2n, changes });
  });

  it('locks anew what was accepted after a receipt was given', async () => {
    const later = { ...WORKERS, id: 'union:2025:later', value: '121', revision: 2, state: 'LOCKED' as const };
    await ingest.ingest('union', { head: 3n, changes: [aChange('union', 3n, later)] });
    expect(await sealing().seal(code)).toBe('WAITING');
    const [again] = await takeJobs('lock-values');
    expect(again).toMatchObject({ departments: ['union'], occasion: 'ARCHIVE' });
    departments.held.set('union', { cells: [cellOf('121', 2)], position: '3' });
    if (again !== undefined) await locking().lock(again);
  });

  it('leaves nothing behind where it fails, says why, and seals the same afterwards', async () => {
    const tried: string[] = [];
    const broken: Signer = {
      ...key,
      sign: (hash) => {
        tried.push(hash);
        throw new Error('the key is away');
      },
    };
    await expect(sealing(broken).seal(code)).rejects.toThrow('the key is away');
    expect(await stateOf(code)).toMatchObject({
      state: 'LOCKING',
      obstacle: expect.stringContaining('the key is away'),
    });
    expect(await dataSource.query('select 1 from archive_block')).toEqual([]);
    const recording: Signer = {
      ...key,
      sign: (hash) => {
        tried.push(hash);
        return key.sign(hash);
      },
    };
    expect(await sealing(recording).seal(code)).toBe('SEALED');
    expect(new Set(tried).size).toBe(1);
    expect(await stateOf(code)).toMatchObject({ state: 'SEALED', obstacle: null });
    expect(await sealing().seal(code)).toBe('NOTHING');
  });

  it('keeps a round that is reopened: the new edition is sealed beside it, and a score that differs is told', async () => {
    const before = await stateOf(code);
    const second = await begin(2025, 2);
    await dataSource.query(
      `insert into round_score (round, participant_kind, participant, stage, score_value, score_low, score_high, is_complete,
         as_of, digest, recorded_at)
       values ($1, 'SUBJECT', '110106', 'FINAL', 12.5, 12.5, 12.5, true, now(), 'x', now())`,
      [second],
    );
    for (const payload of await takeJobs('lock-values')) await locking().lock(payload);
    expect(await sealing().seal(second)).toBe('SEALED');
    expect(await stateOf(code)).toEqual(before);
    expect((await stateOf(second))?.seal).not.toBe(before?.seal);
    const rows: { target: string; detail: { differing: unknown[] } }[] = await dataSource.query(
      `select target, detail from audit_event where action = 'archive.sealed' order by target`,
    );
    expect(rows).toMatchObject([
      { target: code, detail: { differing: [] } },
      {
        target: second,
        detail: { differing: [{ kind: 'SUBJECT', code: '110106', final: expect.stringContaining('12.5') }] },
      },
    ]);
  });

  it('seals a nation of 32, batch by batch, in one order', { timeout: 120_000 }, async () => {
    await seedSubjects(dataSource, catalogue, 'national');
    const nation = 'national-2022@2025';
    await dataSource.query(
      `insert into round (code, framework, year, edition, state, base_years, opened_by, opened_at)
       values ($1, 'national-2022', 2025, 1, 'CIRCULATED', '{}', 'test', now())`,
      [nation],
    );
    await dataSource.query(
      `insert into round_participant (round, participant_kind, participant, subject, position, is_scored)
       select $1, 'SUBJECT', code, code, row_number() over (order by code desc), true from subject where kind = 'province'`,
      [nation],
    );
    departments.held.clear();
    await new ArchiveService({ database: dataSource, clock }).archive(caller, { round: nation, reason: '依据通报' });
    const jobs = await takeJobs('lock-values');
    expect(jobs).toHaveLength(32);
    for (const payload of jobs) await locking().lock(payload);
    expect(await sealing().seal(nation)).toBe('SEALED');
    const file = join(mkdtempSync(join(tmpdir(), 'hub-nation-')), 'snapshot.ndjson');
    const archives = new ArchiveService({ database: dataSource, clock });
    let text = '';
    for (let after: string | null = null, more = true; more; ) {
      const page = await archives.pieces(caller, nation, { first: 2, after });
      for (const piece of page?.items ?? []) text += piece.text;
      more = page?.hasNextPage ?? false;
      after = String(page?.items.at(-1)?.index ?? '');
    }
    writeFileSync(file, text);
    expect(await verifySnapshot(file, [key])).toMatchObject({ isSound: true });
    expect(await replay(file)).toMatchObject({ isSame: true, subjects: 32, indicators: 32 * 88 });
    rmSync(dirname(file), { recursive: true });
  });
});
