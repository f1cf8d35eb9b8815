import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePeriod } from '../../primitives/period.ts';
import { placeText } from '../validation/place.ts';
import type { ResolvedRow } from '../validation/row.ts';
import { comparePacked, packRows, type PackedRow, unpackRow } from './staged-piece.ts';

const aRow: fc.Arbitrary<ResolvedRow> = fc
  .record({
    subject: fc.constantFrom('110106', '110107', '评价对象'),
    measure: fc.constantFrom('engineers', 'skilled-workers', '未知'),
    period: fc.constantFrom('2024', '2024-Q3', '2025', 'soon'),
    dimensions: fc.constantFrom('', 'level=senior', 'level=senior;sex=f'),
    value: fc.string(),
    explanation: fc.option(fc.string({ unit: 'grapheme' })),
    expectedRevision: fc.option(fc.nat()),
    stage: fc.option(fc.constantFrom('PRELIMINARY' as const, 'FINAL' as const)),
    number: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ number, dimensions, ...input }) => ({
    input: {
      ...input,
      dimensions: dimensions.split(';').flatMap((part) => {
        const [key, code] = part.split('=');
        return key && code ? [{ key, code }] : [];
      }),
    },
    number,
    kind: null,
    period: parsePeriod(input.period),
    framework: null,
    split: null,
    measure: null,
    dimensions,
    place: placeText(input.period, input.measure, dimensions),
    value: input.value,
    isControl: false,
  }));

const rowsOf = (pieces: ReturnType<typeof packRows>) =>
  pieces.flatMap(({ subject, rows }) => (JSON.parse(rows) as PackedRow[]).map((row) => unpackRow(subject, row)));

describe('rows put aside by subject', () => {
  it('come back as they were handed in, in one piece for each subject', () => {
    fc.assert(
      fc.property(fc.array(aRow), (rows) => {
        const pieces = packRows(rows);
        const subjects = new Set(rows.map(({ input }) => input.subject));
        expect(pieces.map(({ subject }) => subject)).toEqual([...subjects]);
        expect(rowsOf(pieces)).toEqual(
          [...subjects].flatMap((subject) =>
            rows.filter(({ input }) => input.subject === subject).map(({ number, input }) => ({ line: number, input })),
          ),
        );
        for (const { subject, rowCount, years, firstLine } of pieces) {
          const own = rows.filter(({ input }) => input.subject === subject);
          expect([rowCount, firstLine]).toEqual([own.length, own[0]?.number]);
          expect(new Set(years)).toEqual(new Set(own.map(({ period }) => period?.year ?? 0)));
        }
      }),
    );
  });

  it('are put in the order year, measure, period, dimensions, line', () => {
    const ordered = [
      ['2024', 9, 'b', '2024', ''],
      ['2025', 8, 'a', '2025-Q1', 'level=a'],
      ['2025', 7, 'a', '2025-Q2', ''],
      ['2025', 6, 'a', '2025-Q2', 'level=a'],
      ['2025', 2, 'b', '2025', ''],
      ['2025', 3, 'b', '2025', ''],
    ].map(
      ([year, line, measure, period, dimensions]): PackedRow => [
        Number(line),
        Number(year),
        String(measure),
        String(period),
        String(dimensions),
        '1',
        null,
        null,
        null,
      ],
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(ordered, { minLength: ordered.length }), (rows) => {
        expect([...rows].sort(comparePacked)).toEqual(ordered);
      }),
    );
  });
});
