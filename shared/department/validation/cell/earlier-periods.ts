import { type Period, parsePeriod } from '../../../primitives/period.ts';

/** The same period of the year before: `2025-Q3` → `2024-Q3`. */
export function yearBefore({ code, year }: Period): string | null {
  return known(code.replaceAll(String(year), String(year - 1)));
}

/** The period just before, of the same length; null for a range of months, which has none. */
export function periodBefore(period: Period): string | null {
  const { code, type, year } = period;
  if (type === 'YEAR') return known(String(year - 1));
  if (type === 'CUMULATIVE') return null;
  const { count, write } = PARTS[type];
  const ordinal = Number(code.slice(type === 'MONTH' ? 5 : 6)) - 1;
  return known(ordinal > 0 ? write(year, ordinal) : write(year - 1, count));
}

/** Up to `count` periods before one, the nearest first. */
export function periodsBefore(period: Period, count: number): string[] {
  const found: string[] = [];
  let at: Period | null = period;
  while (at !== null && found.length < count) {
    const before: string | null = periodBefore(at);
    if (before !== null) found.push(before);
    at = before === null ? null : parsePeriod(before);
  }
  return found;
}

const PARTS = {
  HALF_YEAR: { count: 2, write: (year: number, part: number) => `${year}-S${part}` },
  QUARTER: { count: 4, write: (year: number, part: number) => `${year}-Q${part}` },
  MONTH: { count: 12, write: (year: number, part: number) => `${year}-${String(part).padStart(2, '0')}` },
} as const;

function known(code: string): string | null {
  return parsePeriod(code) === null ? null : code;
}
