import { describe, expect, it } from 'vitest';
import { decimal } from '../../../primitives/decimal.ts';
import { parsePeriod } from '../../../primitives/period.ts';
import { periodBefore, periodsBefore, yearBefore } from './earlier-periods.ts';
import { outlierAgainst } from './outlier.ts';

const bounds = { deviations: '3.5', leastValues: 5, floor: '5' };
const series = (...values: number[]) => values.map((value) => decimal(value));

function period(code: string) {
  const parsed = parsePeriod(code);
  if (parsed === null) throw new Error(`no period ${code}`);
  return parsed;
}

describe('outlierAgainst', () => {
  it('gives the median a value lies far from, whatever one wild value stands in the series', () => {
    expect(outlierAgainst(decimal(300), series(100, 101, 99, 5000, 102), bounds)?.toString()).toBe('101');
  });

  it('is silent with fewer than five values', () => {
    expect(outlierAgainst(decimal(300), series(100, 101, 99, 102), bounds)).toBeNull();
  });

  it('does not call a small step away from a constant series an outlier', () => {
    expect(outlierAgainst(decimal(104), series(100, 100, 100, 100, 100), bounds)).toBeNull();
    expect(outlierAgainst(decimal(3), series(0, 0, 0, 0, 0), bounds)).toBeNull();
    expect(outlierAgainst(decimal(150), series(100, 100, 100, 100, 100), bounds)?.toString()).toBe('100');
  });
});

describe('earlier periods', () => {
  it.each([
    ['2025', '2024', '2024'],
    ['2025-S1', '2024-S1', '2024-S2'],
    ['2025-Q3', '2024-Q3', '2025-Q2'],
    ['2025-Q1', '2024-Q1', '2024-Q4'],
    ['2025-01', '2024-01', '2024-12'],
    ['2025-01--2025-09', '2024-01--2024-09', null],
  ])('of %s are %s and %s', (code, year, before) => {
    expect(yearBefore(period(code))).toBe(year);
    expect(periodBefore(period(code))).toBe(before);
  });

  it('end where periods begin', () => {
    expect(periodsBefore(period('1949-02'), 6)).toEqual(['1949-01']);
    expect(periodsBefore(period('2025-Q2'), 3)).toEqual(['2025-Q1', '2024-Q4', '2024-Q3']);
  });
});
