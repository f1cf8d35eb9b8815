import { describe, expect, it } from 'vitest';
import type { IntakeItem, IntakeLimits } from '../../shared/department/intake/intake.ts';
import type { Issue } from '../../shared/primitives/issue.ts';
import { readRows } from '../../shared/department/intake/read-rows.ts';
import { report, SEED, seeded, sized } from '../faults/fault-row.ts';
import { inPieces } from '../testkit/hostile-bytes.ts';
import type { HostileFile, Verdict } from '../testkit/hostile-file.ts';
import { HOSTILE_FILES } from '../testkit/hostile-files.ts';

const LIMITS: IntakeLimits = { bytes: 64 * 1024 * 1024, rows: 2_000_000, lineBytes: 64 * 1024 };
/** Files of every kind. */
const EACH = sized(9, 100);

async function readAll({ bytes, format, limits }: HostileFile, random: () => number): Promise<IntakeItem[]> {
  const items: IntakeItem[] = [];
  for await (const item of readRows(inPieces(bytes, random), format, { ...LIMITS, ...limits })) items.push(item);
  return items;
}

const faultsOf = (items: readonly IntakeItem[]) => items.filter((item) => item.kind === 'fault');
const inputsOf = (items: readonly IntakeItem[]) => items.flatMap((item) => (item.kind === 'row' ? [item.input] : []));

function checkVerdict(verdict: Verdict, items: readonly IntakeItem[]): void {
  const faults = faultsOf(items);
  if (verdict.is === 'read') {
    expect(faults).toEqual([]);
    expect(inputsOf(items)).toEqual(verdict.rows);
  }
  if (verdict.is === 'cut') {
    const whole = inputsOf(items).slice(0, -1);
    expect(whole).toEqual(verdict.rows.slice(0, whole.length));
  }
  if (verdict.is !== 'refused') return;
  const told = faults.map(({ issue }) => ({ code: issue.code, line: issue.row, column: issue.path.at(-1) }));
  const isMeant = ({ code, line, column }: (typeof told)[number]) =>
    verdict.codes.includes(code) &&
    (verdict.line === undefined || verdict.line === line) &&
    (verdict.column === undefined || verdict.column === column);
  expect(told.some(isMeant) || told.slice(0, 5)).toBe(true);
}

function checkFaults(file: HostileFile, items: readonly IntakeItem[]): void {
  const lastLine = Buffer.from(file.bytes)
    .toString('latin1')
    .split(/\r\n?|\n/).length;
  const isTold = ({ row, severity, code, message, messageEn, remedy, rule }: Issue) =>
    severity === 'ERROR' &&
    [code, messageEn, rule].every((text) => text !== '') &&
    [message, remedy].every((text) => /[\u4e00-\u9fff]/.test(text) && text.length < 250) &&
    (row === null || (row >= 1 && row <= lastLine));
  expect(faultsOf(items).filter(({ issue }) => !isTold(issue))).toEqual([]);
  expect(faultsOf(items).length).toBeLessThanOrEqual(1001);
  expect(items.length).toBeGreaterThan(0);
}

// First, while the process is small: what earlier files left unused would hide what this one takes.
describe('a file of a million rows', () => {
  it('is read in flat memory', { timeout: 180_000 }, async (context) => {
    const rows = sized(200_000, 1_000_000);
    const before = process.memoryUsage().rss;
    const started = process.cpuUsage();
    let most = before;
    let count = 0;
    for await (const item of readRows(manyRows(rows), 'csv', { ...LIMITS, bytes: 1e9 })) {
      if (item.kind === 'row') count += 1;
      if (count % 20_000 === 0) most = Math.max(most, process.memoryUsage().rss);
    }
    const cpu = process.cpuUsage(started);
    const growth = Math.round((most - before) / 1024 / 1024);
    const figures = { growthMb: growth, rowsPerCpuSecond: Math.round(rows / ((cpu.user + cpu.system) / 1e6)) };
    report(context, { row: 'intake.memory', what: 'rows of one file', n: rows, failures: rows - count, figures });
    expect(count).toBe(rows);
    expect(growth).toBeLessThan(100);
  });
});

describe('hostile and odd files', () => {
  let passed = 0;

  it.each(HOSTILE_FILES)(
    'are read rightly or refused with the place: %s',
    { timeout: sized(30_000, 900_000) },
    async (name, make) => {
      for (let round = 0; round < EACH; round++) {
        const random = seeded(SEED + round * 7919 + name.length);
        const file = make(random);
        const items = await readAll(file, random);
        checkVerdict(file.verdict, items);
        checkFaults(file, items);
        passed += 1;
      }
    },
  );

  it('are many', (context) => {
    const count = HOSTILE_FILES.length * EACH;
    expect(count).toBeGreaterThanOrEqual(500);
    report(context, { row: 'intake.hostile', what: 'hostile and odd files', n: count, failures: count - passed });
  });
});

async function* manyRows(count: number): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode('subject,period,measure,dimensions,value,explanation\r\n');
  for (let from = 0; from < count; from += 500) {
    const size = Math.min(500, count - from);
    const line = (index: number) =>
      `110106,2025,trained-workers,level=${index % 7};sex=f,${index}.5,本年新增${index}人\r\n`;
    yield encoder.encode(Array.from({ length: size }, (_, index) => line(from + index)).join(''));
  }
}
