import { newId } from '../../shared/primitives/identifiers.ts';
import { BenchDepartment, editor } from './bench-department.ts';
import { BenchServer } from './bench-server.ts';
import { type BulkRow, bulkRows, manySubjects } from './bulk-rows.ts';
import type { BenchCase } from './harness/bench-case.ts';
import { atLeast, atMost, compared, measured, type Measurement, round, type Round } from './harness/measurement.ts';
import { quantile } from './measure.ts';

const WRITERS = 16;
const ROWS = 20;
const SECONDS = 5;
const ROUNDS = 3;

const PUBLISH = `mutation ($input: PublishHrssObservationsInput!) {
  publishHrssObservations(input: $input) { publication { rowCount } receipt { sequence } errors { code message } } }`;

const subjects = manySubjects(20_000);

/**
 * P5b: many writers at once at one department, which commit one after the other, against the same writers each at a
 * department of its own on the same server, where nobody waits for another's turn.
 */
export const writersCase: BenchCase = {
  id: 'P5b',
  title: '16 writers × 20 values at once',
  titleZh: '16个写入方同时各报20个值',
  bar: '≥ 0.4; turn never held over 0.5 s',
  needs: ['postgres'],
  run: measureWriters,
};

async function measureWriters(): Promise<Measurement[]> {
  const server = await BenchServer.start();
  const open: BenchDepartment[] = [];
  try {
    const url = await server.database('hrss', 'together');
    const copies: string[] = [];
    for (let index = 0; index < WRITERS; index += 1) copies.push(await server.copy(url, `apart_${index}`));
    const together = await BenchDepartment.open(url, subjects, WRITERS + 2);
    open.push(together);
    const apart: BenchDepartment[] = [];
    for (const copy of copies) {
      const department = await BenchDepartment.open(copy, subjects, 2);
      open.push(department);
      apart.push(department);
    }
    const rows = pieces(bulkRows(1_000_000, subjects));
    const rounds: Round[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      const without = await publishFor(apart, rows);
      const taken = await publishFor([together], rows);
      rounds.push(round(taken, without));
    }
    const held = together.turns.take();
    return [
      compared({
        id: 'P5b',
        what: 'publications of 20 values by 16 writers at one department',
        unit: 'publications/s',
        referenceWhat: 'the same writers, each at a department of its own',
        rounds,
        bar: atLeast(0.4),
      }),
      measured({
        id: 'P5b',
        what: "department's turn held at most",
        unit: 'ms',
        product: Math.max(...held),
        bar: atMost(500, 'product'),
        beside: { 'p50, ms': quantile(held, 0.5), 'p99, ms': quantile(held, 0.99) },
      }),
    ];
  } finally {
    for (const department of open) await department.close();
    await server.stop();
  }
}

/** Publications per second of all writers, for some seconds; the writers take turns over the departments. */
async function publishFor(departments: readonly BenchDepartment[], rows: Iterator<BulkRow[]>): Promise<number> {
  const started = performance.now();
  let count = 0;
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, index) => {
      const department = departments[index % departments.length];
      while (performance.now() - started < SECONDS * 1_000) {
        await publish(department, rows.next().value ?? []);
        count += 1;
      }
    }),
  );
  return (count * 1_000) / (performance.now() - started);
}

async function publish(department: BenchDepartment | undefined, rows: readonly BulkRow[]): Promise<void> {
  const observations = rows.map(toInput);
  const input = { idempotencyKey: newId(), observations };
  const answer = await department?.ask(editor, PUBLISH, { input });
  const text = JSON.stringify(answer?.result);
  if (!text.includes('"sequence"')) throw new Error(`not stored: ${text.slice(0, 500)}`);
}

/** A row as the mutation takes it. */
export function toInput({ dimensions, ...rest }: BulkRow): object {
  const coordinates = dimensions.split(';').flatMap((part) => {
    const [key, code] = part.split('=');
    return key && code ? [{ key, code }] : [];
  });
  return { ...rest, dimensions: coordinates };
}

function* pieces(rows: Iterable<BulkRow>): Generator<BulkRow[]> {
  let piece: BulkRow[] = [];
  for (const each of rows) {
    piece.push(each);
    if (piece.length < ROWS) continue;
    yield piece;
    piece = [];
  }
}
