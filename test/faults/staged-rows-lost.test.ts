import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UploadReply } from '../../shared/graphql/upload-call.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { aViewer } from '../testkit/viewers.ts';
import { report } from './fault-row.ts';

let department: TestDepartment;
beforeAll(async () => {
  department = await startDepartment(hrss);
});
afterAll(() => department.close());

const ROWS = 9_000;

function* linesOf(): Generator<Buffer> {
  yield Buffer.from('subject,period,measure,dimensions,value,explanation\n');
  for (let index = 0; index < ROWS; index += 1) {
    const quarter = Math.floor(index / 32);
    yield Buffer.from(
      `${990_101 + (index % 32)},${1950 + Math.floor(quarter / 4)}-Q${(quarter % 4) + 1},migrants-served,,7,\n`,
    );
  }
}

/** Sends the file; between two of its lines something else happens. */
async function send(
  parameters: Record<string, string>,
  at: number,
  between: () => Promise<void>,
): Promise<UploadReply> {
  async function* body(): AsyncGenerator<Buffer> {
    let line = 0;
    for (const bytes of linesOf()) {
      yield bytes;
      line += 1;
      if (line === at) await between();
    }
  }
  return department.upload({
    viewer: aViewer('hrss'),
    traceId: newId(),
    contentType: 'text/csv',
    parameters: new URLSearchParams(parameters),
    body: body(),
    signal: new AbortController().signal,
  });
}

const owner = (sql: string) =>
  withClient(department.database.ownerUrl, async (client) => void (await client.query(sql)));
const nothing = async () => undefined;
const count = async (table: string): Promise<number> =>
  (await department.dataSource.query(`select count(*)::int as count from ${table}`))[0].count;

describe('A2: the database crashes while a file comes in', () => {
  // What is put aside lies in an unlogged table, and that is empty after a crash.
  it('stores no half of the file, and all of it under the same key', { timeout: 60_000 }, async (context) => {
    const crash = async () => {
      await expect.poll(() => count('staged_piece'), { timeout: 20_000, interval: 10 }).toBeGreaterThan(0);
      await owner('truncate staged_piece');
    };
    let kept = 0;
    const ways: Record<string, string>[] = [{}, { mode: 'PARTIAL' }, { dryRun: 'true' }];
    for (const parameters of ways) {
      const sending = send({ idempotencyKey: 'crashed', ...parameters }, 6_000, crash);
      await expect(sending).rejects.toThrow(/staged rows are left of 9000/);
      kept += (await count('publication')) + (await count('observation')) + (await count('idempotency'));
    }
    const reply = await send({ idempotencyKey: 'crashed' }, 1, nothing);
    report(context, { row: 'A2', what: 'files whose staged rows a crash took', n: ways.length, failures: kept });
    expect(kept).toBe(0);
    expect(reply).toMatchObject({ status: 200, body: { publication: { rowCount: ROWS } } });
  });
});

describe('A1: a process was killed while a file came in', () => {
  it('leaves nothing behind for good: its rows are forgotten and its upload is told as failed', async () => {
    const [dead, alive] = [newId(), newId()];
    await owner(`
      insert into upload (id, member_unit, idempotency_key, state, started_by, started_at, updated_at) values
        ('${dead}', 'hrss', 'dead', 'RECEIVING', 'test', now() - interval '2 hours', now() - interval '90 minutes'),
        ('${alive}', 'hrss', 'alive', 'STORING', 'test', now() - interval '2 hours', now() - interval '10 minutes');
      insert into staged_piece (submission, subject, first_line, row_count, years, rows)
        select id, '110106', 1, 1, '{2024}'::int[], '[]' from upload union all
        select gen_random_uuid(), '110106', 1, 1, '{2024}', '[]'`);
    await send({ idempotencyKey: 'crashed' }, 1, nothing);
    expect(await department.dataSource.query('select submission from staged_piece')).toEqual([{ submission: alive }]);
    const state = (key: string) => department.ask(aViewer('hrss'), `{ hrssUpload(key: "${key}") { state } }`);
    expect((await state('dead')).data.hrssUpload.state).toBe('FAILED');
    expect((await state('alive')).data.hrssUpload.state).toBe('STORING');
  });
});
