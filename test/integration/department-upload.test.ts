import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UploadCut } from '../../shared/graphql/upload-call.ts';
import { FeedReplay } from '../../shared/department/change-feed/feed-state.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { formatDimensions } from '../../shared/primitives/dimensions.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { aViewer, service } from '../testkit/viewers.ts';

let department: TestDepartment;
const editor = aViewer('hrss');
const HEADER = 'subject,period,measure,dimensions,value,explanation';

beforeAll(async () => {
  department = await startDepartment(hrss);
});
afterAll(() => department.close());

async function* bytesOf(chunks: Iterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

interface Sent {
  readonly parameters?: Record<string, string>;
  readonly viewer?: Viewer;
  readonly contentType?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: replies are read by path in tests
type Reply = { status: number; body: any };

async function send(chunks: Iterable<string | Uint8Array>, sent: Sent = {}): Promise<Reply> {
  return department.upload({
    viewer: sent.viewer ?? editor,
    traceId: newId(),
    contentType: sent.contentType ?? 'text/csv',
    parameters: new URLSearchParams({ idempotencyKey: newId(), ...sent.parameters }),
    body: bytesOf(chunks),
    signal: new AbortController().signal,
  });
}

/** A file of distinct cells: quarters of as many years as it takes, for as many subjects as there are. */
function* largeFile(rows: number, value: (index: number) => number): Generator<string> {
  yield `${HEADER}\n`;
  const subjects = Array.from({ length: 32 }, (_, index) => String(990101 + index));
  for (let index = 0; index < rows; index += 1) {
    const subject = subjects[index % subjects.length];
    const quarter = Math.floor(index / subjects.length);
    const period = `${1950 + Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`;
    yield `${subject},${period},migrants-served,,${value(index)},\n`;
  }
}

async function count(sql: string): Promise<number> {
  const rows = await department.dataSource.query(sql);
  return rows[0].count;
}

describe('an uploaded file', () => {
  it('is stored as one publication, with the receipt and the comparison in the reply', async () => {
    const reply = await send([
      `${HEADER}\n110106,2024,engineers,,"1,200",统计口径调整\n110106,2023,engineers,,１２０,首次统计\n`,
    ]);
    expect(reply.status).toBe(200);
    expect(reply.body.publication).toMatchObject({ state: 'ACCEPTED', rowCount: 2 });
    // A jump was explained: it is told, and the explanation travels with the value.
    expect(reply.body.errors).toMatchObject([{ code: 'JUMP_AGAINST_HISTORY', severity: 'WARNING', row: 2 }]);
    expect(reply.body.receipt.sequence).toBe(1);
    expect(reply.body.comparison).toMatchObject({ new: 2, changed: 0, unchanged: 0 });
  });

  it('is refused as a whole with every fault by line and column, and nothing of it is stored', async () => {
    const before = await count('select count(*)::int as count from observation');
    const reply = await send([
      `${HEADER}\n110106,2022,engineers,,5,\n110106,2022,technicians,,很多,\n110106,20x2,engineers,,5,\n`,
    ]);
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({ publication: null, receipt: null });
    expect(reply.body.errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'VALUE_NOT_A_NUMBER', row: 3, path: ['file', '3', 'value'] }),
        expect.objectContaining({ code: 'PERIOD_MALFORMED', row: 4, path: ['file', '4', 'period'] }),
      ]),
    );
    expect(await count('select count(*)::int as count from observation')).toBe(before);
  });

  it('gives its right rows where that was asked for', async () => {
    const reply = await send([`${HEADER}\n110106,2021,engineers,,5,\n110106,2021,technicians,,很多,\n`], {
      parameters: { mode: 'PARTIAL' },
    });
    expect(reply.status).toBe(200);
    expect(reply.body.publication.rowCount).toBe(1);
    expect(reply.body.errors).toMatchObject([{ row: 3 }]);
  });

  it('is only checked in a dry run', async () => {
    const before = await count('select count(*)::int as count from publication');
    const file = [`${HEADER}\n110106,2024,engineers,,1300,统计口径调整\n`];
    const reply = await send(file, { parameters: { dryRun: 'true' } });
    expect(reply).toMatchObject({ status: 200, body: { publication: null, isAcceptable: true } });
    expect(reply.body.comparison.changes).toMatchObject([
      { line: 2, kind: 'CHANGED', currentValue: '1200', difference: '100' },
    ]);
    expect(await count('select count(*)::int as count from publication')).toBe(before);
  });

  it('leaves nothing behind when it is cut', async () => {
    const before = await count('select count(*)::int as count from publication');
    const cut = async function* (): AsyncGenerator<Uint8Array> {
      for (const part of largeFile(9_000, (index) => index)) yield Buffer.from(part);
      throw new UploadCut('CUT_OFF');
    };
    const sending = department.upload({
      viewer: editor,
      traceId: newId(),
      contentType: 'text/csv',
      parameters: new URLSearchParams({ idempotencyKey: 'cut-off' }),
      body: cut(),
      signal: new AbortController().signal,
    });
    await expect(sending).rejects.toThrow(UploadCut);
    expect(await count('select count(*)::int as count from publication')).toBe(before);
    expect(await count('select count(*)::int as count from staged_piece')).toBe(0);
    const { data } = await department.ask(editor, '{ hrssUpload(key: "cut-off") { state rowsRead } }');
    expect(data.hrssUpload.state).toBe('FAILED');
  });
});

describe('a file larger than memory holds', () => {
  it('goes the same way: checked, stored once, told to the feed, and the same again under its key', async () => {
    const parameters = { idempotencyKey: 'large' };
    const first = await send(
      largeFile(9_000, (index) => 100 + (index % 7)),
      { parameters },
    );
    expect(first.body.errors.filter((issue: { severity: string }) => issue.severity === 'ERROR')).toEqual([]);
    expect(first.status).toBe(200);
    expect(first.body.publication).toMatchObject({ state: 'ACCEPTED', rowCount: 9_000 });
    const again = await send(
      largeFile(9_000, (index) => 100 + (index % 7)),
      { parameters },
    );
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body));
    const other = await send(
      largeFile(9_000, (index) => 101 + (index % 7)),
      { parameters },
    );
    expect(other.body).toMatchObject({ publication: null, errors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] });
    const [told] = await department.dataSource.query(
      'select count(*)::int as count, count(distinct position)::int as positions from change where publication_id = $1',
      [first.body.publication.id],
    );
    expect(told.count).toBeGreaterThanOrEqual(9_000);
    expect(told.positions).toBe(told.count);
    expect(await count('select count(*)::int as count from staged_piece')).toBe(0);
  });

  it('makes no revision of what it does not change', async () => {
    const reply = await send(largeFile(9_000, (index) => 100 + (index % 7)));
    expect(reply.status).toBe(200);
    expect(reply.body.publication).toMatchObject({ rowCount: 0, unchangedCount: 9_000 });
  });

  it('names a repeated cell and a fault wherever they stand, and stores nothing', async () => {
    const lines = [...largeFile(9_000, (index) => 200 + (index % 7))];
    lines.push(lines[1] ?? '', '990101,1950-Q1,migrants-served,,许多,\n');
    const reply = await send(lines);
    expect(reply.status).toBe(422);
    const rows = reply.body.errors
      .filter((issue: { severity: string }) => issue.severity === 'ERROR')
      .map((issue: { row: number; code: string }) => [issue.row, issue.code]);
    expect(rows).toEqual(
      expect.arrayContaining([
        [9_002, 'CELL_REPEATED'],
        [9_003, 'VALUE_NOT_A_NUMBER'],
      ]),
    );
  });

  it('comes to the same state as the feed replayed from zero', async () => {
    const CHANGES = `query ($after: String!) { hrssChanges(after: $after, first: 5000, waitMs: 0) { changes {
      position state observation { id subject { code } period { code } measure { code } dimensions { key code } value revision memberUnit { code } }
    } } }`;
    const replay = new FeedReplay();
    let after = '0';
    for (;;) {
      const { data } = await department.ask(service, CHANGES, { after });
      const { changes } = data.hrssChanges;
      if (changes.length === 0) break;
      for (const { state, observation } of changes) {
        replay.apply({
          observationId: observation.id,
          subject: observation.subject.code,
          period: observation.period.code,
          measure: observation.measure.code,
          dimensions: formatDimensions(observation.dimensions),
          value: observation.value,
          state,
          revision: observation.revision,
          memberUnit: observation.memberUnit.code,
        });
      }
      after = changes.at(-1).position;
    }
    const { data } = await department.ask(service, '{ hrssFeedState { position cells stateHash } }');
    expect(data.hrssFeedState.cells).toBeGreaterThan(9_000);
    expect({ position: after, ...replay.state() }).toEqual(data.hrssFeedState);
  });
});
