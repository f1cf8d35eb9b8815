import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BrokenRecord, type CsvRecord, CsvRecords } from './csv-records.ts';
import { LineSplitter } from './split-lines.ts';

function records(pieces: readonly string[], limit = 10_000): (CsvRecord | BrokenRecord)[] {
  const lines = new LineSplitter(limit);
  const csv = new CsvRecords(',', limit);
  const whole = pieces.flatMap((piece) => [...lines.push(piece)]);
  return [...[...whole, ...lines.end()].flatMap((line) => [...csv.push(line)]), ...csv.end()];
}

const cell = fc.oneof(
  fc.array(fc.constantFrom(...'a,"\r\n 文1'), { maxLength: 6 }).map((signs) => signs.join('')),
  fc.string({ maxLength: 5 }),
);
const quoted = fc.tuple(cell, fc.boolean()).map(([text, isQuoted]) => ({
  text,
  written: isQuoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
}));
const table = fc.array(fc.array(quoted, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });

describe('CSV records', () => {
  it('have the cells that were written, and those a library reads, on whatever line breaks and in whatever pieces', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n', '\r'), fc.integer({ min: 1, max: 9 }), (rows, ending, size) => {
        const text = rows.map((row) => row.map(({ written }) => written).join(',') + ending).join('');
        const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
        const found = records(pieces).map((record) => (record.kind === 'record' ? record.cells : record));
        expect(found).toEqual(rows.map((row) => row.map((one) => one.text)));
        expect(found).toEqual(
          parse(text, { record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, relax_quotes: true }),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('never lose a line to signs at random: each is read, refused, or within a record that is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('"', ',', '\n', '\r\n', 'a'), { maxLength: 60 }), (signs) => {
        const found = records(signs, 20);
        const numbers = found.map(({ line }) => line);
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      }),
      { numRuns: 1000 },
    );
  });

  it('name the line on which an open quote begins, and read the lines after it by themselves', () => {
    expect(records(['a,b\n"c,d\n', 'e,f\n'])).toEqual([
      { kind: 'record', line: 1, cells: ['a', 'b'] },
      { kind: 'quote-open', line: 2 },
      { kind: 'record', line: 3, cells: ['e', 'f'] },
    ]);
  });

  it('take a quote within an unquoted cell as a sign, as spreadsheets do', () => {
    expect(records(['5" pipe,他说"好"'])).toEqual([{ kind: 'record', line: 1, cells: ['5" pipe', '他说"好"'] }]);
  });
});
