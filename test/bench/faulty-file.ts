import { inPieces } from './in-pieces.ts';
import { BenchDepartment } from './bench-department.ts';
import { BenchServer } from './bench-server.ts';
import { asCsv, type BulkRow, bulkRows, manySubjects } from './bulk-rows.ts';
import type { BenchCase } from './harness/bench-case.ts';
import { atMost, measured, type Measurement } from './harness/measurement.ts';
import { quantile, timed } from './measure.ts';

const ROWS = 10_000;
/** Every twentieth row cannot be a value: 500 of 10,000. */
const FAULT_EVERY = 20;
const ROUNDS = 5;

const SMALL = ROWS / 10;

/** P6: a file with faults, tried first and then handed in; every fault told by its place. */
export const faultyFileCase: BenchCase = {
  id: 'P6',
  title: '10,000 rows with 500 faulty ones, tried and handed in',
  titleZh: '一万行（其中500行有误）的试报与报送',
  bar: '≤ 3 s each, all 500 named by their place; memory flat',
  needs: ['postgres'],
  run: measureFaultyFile,
};

async function measureFaultyFile(): Promise<Measurement[]> {
  const server = await BenchServer.start();
  const department = await BenchDepartment.open(await server.database('hrss', 'faulty'), manySubjects(ROWS / 50));
  try {
    await upload(department, { rows: SMALL, year: 2019, order: { dryRun: 'true' } });
    const small = await peakOf(() => upload(department, { rows: SMALL, year: 2019, order: { dryRun: 'true' } }));
    const dry: Cost[] = [];
    const real: Cost[] = [];
    let peak = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      // Each time another year, so that every round stores values nobody has.
      const year = 2020 + round;
      const tried = await peakOf(async () => {
        dry.push(await costOf(() => upload(department, { rows: ROWS, year, order: { dryRun: 'true' } })));
      });
      peak = Math.max(peak, tried);
      real.push(await costOf(() => upload(department, { rows: ROWS, year, order: { mode: 'PARTIAL' } })));
    }
    const conditions = ['values are handed in as CSV or NDJSON: the product takes workbooks for frameworks only'];
    const named = `all ${ROWS / FAULT_EVERY} by line and column`;
    return [
      row({ what: `${ROWS} rows tried (dry run), CSV`, costs: dry, named, conditions }),
      row({ what: 'the same handed in, the right rows stored (mode PARTIAL)', costs: real, named, conditions }),
      measured({
        ...{ id: 'P6', what: 'peak memory (RSS) of the dry run', unit: 'MB', product: peak },
        reference: { what: 'the same of a tenth of the rows', value: small },
      }),
      measured({
        ...{ id: 'P6', what: 'the same as a workbook (XLSX), by sheet and cell', unit: 's', product: null },
        ...{ bar: atMost(3, 'product'), conditions: ['not in the product'] },
      }),
    ];
  } finally {
    await department.close();
    await server.stop();
  }
}

interface Handed {
  readonly rows: number;
  readonly year: number;
  readonly order: Readonly<Record<string, string>>;
}

/** Hands a file in and counts what was told: a fault that is not named makes the row fail. */
async function upload(department: BenchDepartment, { rows, year, order }: Handed): Promise<void> {
  const file = withFaults(bulkRows(rows, manySubjects(ROWS / 50), year));
  const { body } = await department.upload(inPieces(asCsv(file)), order);
  const told: { errors?: { severity: string; path: readonly string[] }[] } = body;
  const lines = new Set((told.errors ?? []).filter((each) => each.path.at(-1) === 'value').map(({ path }) => path[1]));
  const expected = rows / FAULT_EVERY;
  if (lines.size !== expected)
    throw new Error(`${lines.size} of ${expected} faults named: ${JSON.stringify(body).slice(0, 1_000)}`);
}

function* withFaults(rows: Iterable<BulkRow>): Generator<BulkRow> {
  let place = 0;
  for (const each of rows) {
    place += 1;
    yield place % FAULT_EVERY === 0 ? { ...each, value: '约一千' } : each;
  }
}

interface Cost {
  readonly ms: number;
  readonly cpuSeconds: number;
}

async function costOf(act: () => Promise<void>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const ms = await timed(act);
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuSeconds: (user + system) / 1e6 };
}

/** Megabytes of the process while something ran, at most. */
async function peakOf(act: () => Promise<void>): Promise<number> {
  let peak = process.memoryUsage.rss();
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 10);
  await act();
  clearInterval(sampler);
  return peak / 2 ** 20;
}

function row(told: { what: string; costs: readonly Cost[]; named: string; conditions: string[] }): Measurement {
  const seconds = told.costs.map(({ ms }) => ms / 1_000);
  return measured({
    ...{ id: 'P6', what: told.what, unit: 's', product: quantile(seconds, 0.5), bar: atMost(3, 'product') },
    beside: {
      faults: told.named,
      'longest, s': Math.max(...seconds),
      'CPU of Node, s': quantile(
        told.costs.map(({ cpuSeconds }) => cpuSeconds),
        0.5,
      ),
    },
    conditions: told.conditions,
  });
}
