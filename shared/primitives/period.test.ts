import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePeriod, periodsOfYear, periodTypeOf } from './period.ts';

const year = fc.integer({ min: 1949, max: 2200 });
const frequency = fc.constantFrom('annual' as const, 'quarterly' as const, 'monthly' as const);

describe('parsePeriod', () => {
  it.each([
    ['2025', 'YEAR', '2025-01-01', '2025-12-31'],
    ['2025-S1', 'HALF_YEAR', '2025-01-01', '2025-06-30'],
    ['2025-Q3', 'QUARTER', '2025-07-01', '2025-09-30'],
    ['2024-02', 'MONTH', '2024-02-01', '2024-02-29'],
    ['2025-01--2025-09', 'CUMULATIVE', '2025-01-01', '2025-09-30'],
  ])('reads %s', (code, type, start, end) => {
    expect(parsePeriod(code)).toEqual({ code, type, year: Number(code.slice(0, 4)), start, end });
  });

  it.each([
    '',
    '25',
    '2025-Q5',
    '2025-13',
    '2025-00',
    '2025-S3',
    '2025Q1',
    '2025-09--2025-01',
    '2024-12--2025-01',
    '1948',
    '2201',
    ' 2025',
  ])('refuses %j', (code) => {
    expect(parsePeriod(code)).toBeNull();
  });

  it('never throws and keeps the code it was given, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const period = parsePeriod(text);
        return period === null || period.code === text;
      }),
    );
  });
});

describe('periodsOfYear', () => {
  it('covers the year without gap or overlap at every frequency', () => {
    fc.assert(
      fc.property(year, frequency, (given, often) => {
        const periods = periodsOfYear(given, often).map((code) => parsePeriod(code));
        expect(periods.every((period) => period?.type === periodTypeOf(often))).toBe(true);
        expect(periods[0]?.start).toBe(`${given}-01-01`);
        expect(periods.at(-1)?.end).toBe(`${given}-12-31`);
        for (const [index, period] of periods.slice(1).entries()) {
          const previousEnd = new Date(`${periods[index]?.end}T00:00:00Z`).getTime();
          expect(new Date(`${period?.start}T00:00:00Z`).getTime() - previousEnd).toBe(86_400_000);
        }
      }),
      { numRuns: 50 },
    );
  });
});
