import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanProse } from '../../shared/department/intake/clean-text.ts';
import type { FileFormat, IntakeItem } from '../../shared/department/intake/intake.ts';
import { readRows } from '../../shared/department/intake/read-rows.ts';
import { writeRows } from '../../shared/department/intake/write-rows.ts';
import type { RowInput } from '../../shared/department/validation/row.ts';

const LIMITS = { bytes: 1e8, rows: 1e6, lineBytes: 1e5 };

const slug = fc.array(fc.constantFrom(...'abz019-'), { minLength: 1, maxLength: 8 }).map((s) => `k${s.join('')}`);
const explanation = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc
      .array(fc.constantFrom('=', '+', '-', '@', "'", '"', ',', '\n', '\r\n', '\t', '说', '1', ' '), { maxLength: 12 })
      .map((s) => s.join('')),
  )
  .map((text) => cleanProse(text.replaceAll(/(?![\t\r\n])[\p{Cc}\p{Cs}\ufffd]/gu, '')) || null);
const value = fc.oneof(
  fc.integer().map(String),
  fc.constantFrom('-12.5', '0.63', 'true', 'false', '63%', '1,234', '-', '=1+1', "'=1", '文字', '１２'),
);
const row: fc.Arbitrary<RowInput> = fc.record({
  subject: slug,
  measure: slug,
  period: fc.constantFrom('2025', '2025-Q3', '2025-01--2025-09'),
  dimensions: fc
    .uniqueArray(fc.record({ key: slug, code: slug }), { selector: ({ key }) => key, maxLength: 3 })
    .map((values) => values.sort((a, b) => (a.key < b.key ? -1 : 1))),
  value,
  expectedRevision: fc.option(fc.nat({ max: 1000 })),
  explanation,
  stage: fc.constantFrom('PRELIMINARY', 'FINAL', null),
});

async function writtenAndRead(rows: readonly RowInput[], format: FileFormat): Promise<IntakeItem[]> {
  const encoder = new TextEncoder();
  async function* bytes() {
    for await (const text of writeRows(rows, format)) yield encoder.encode(text);
  }
  const items: IntakeItem[] = [];
  for await (const item of readRows(bytes(), format, LIMITS)) items.push(item);
  return items;
}

describe('rows written to a file', () => {
  it.each(['csv', 'ndjson'] as const)('are read back the same from %s', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const items = await writtenAndRead(rows, format);
        expect(items.map((item) => (item.kind === 'row' ? item.input : item.issue))).toEqual(rows);
      }),
      { numRuns: 400 },
    );
  });

  it('open in a spreadsheet: marked as UTF-8, column names first, no formula, negative numbers as numbers', async () => {
    const rows = [{ ...someRow, value: '-12.5', explanation: '=cmd' }];
    let text = '';
    for await (const piece of writeRows(rows, 'csv', ['subject', 'value', 'explanation'])) text += piece;
    expect(text).toBe("\ufeffsubject,value,explanation\r\n110106,-12.5,'=cmd\r\n");
  });

  it('come in pieces, however many there are', async () => {
    const pieces: string[] = [];
    for await (const piece of writeRows(Array<RowInput>(10_000).fill(someRow), 'ndjson')) pieces.push(piece);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(70_000);
    expect(pieces.join('').trimEnd().split('\n')).toHaveLength(10_000);
  });

  it('of which the source fails pass the failure on, and end the source where reading ends early', async () => {
    async function* failing() {
      yield new TextEncoder().encode('subject,period,measure,value\n');
      throw new Error('cut');
    }
    await expect(readRows(failing(), 'csv', LIMITS).next()).rejects.toThrow('cut');
    let isEnded = false;
    async function* endless() {
      try {
        for (;;) yield new TextEncoder().encode('foo,bar\n'.repeat(20_000));
      } finally {
        isEnded = true;
      }
    }
    for await (const item of readRows(endless(), 'csv', LIMITS)) expect(item.kind).toBe('fault');
    expect(isEnded).toBe(true);
  });
});

const someRow: RowInput = {
  subject: '110106',
  measure: 'trained-workers',
  period: '2025',
  dimensions: [],
  value: '5',
  expectedRevision: null,
  explanation: null,
  stage: null,
};
