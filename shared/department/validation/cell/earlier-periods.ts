import { type Period, parsePeriod } from '../../../primitives/period.ts';

interface Earlier {
  readonly yearBefore: string | null;
  readonly before: Period | null;
}

/** Rows by the hundred thousand name the same few periods; there are some thousands in all. */
const known = new Map<string, Earlier>();

/** The same period of the year before: `2025-Q3` → `2024-Q3`. */
export function yearBefore(period: Period): string | null {
  return earlierThan(period).yearBefore;
}

/** The period just before, of the same length; null for a range of months, which has none. */
export function periodBefore(period: Period): string | null {
  return earlierThan(period).before?.code ?? null;
}

/** Up to `count` periods before one, the nearest first. */
export function periodsBefore(period: Period, count: number): string[] {
  const found: string[] = [];
  for (let at = earlierThan(period).before; at !== null && found.length < count; at = earlierThan(at).before) {
    found.push(at.code);
  }
  return found;
}

function earlierThan(period: Period): Earlier {
  const earlier = known.get(period.code) ?? {
    yearBefore: parsePeriod(period.code.replaceAll(String(period.year), String(period.year - 1)))?.code ?? null,
    before: parsePeriod(codeBefore(period)),
  };
  known.set(period.code, earlier);
  return earlier;
}

/** No period has the empty code: a range of months has none before it. */
function codeBefore({ code, type, year }: Period): string {
  if (type === 'YEAR') return String(year - 1);
  if (type === 'CUMULATIVE') return '';
  const { count, write } = PARTS[type];
  const ordinal = Number(code.slice(type === 'MONTH' ? 5 : 6)) - 1;
  return ordinal > 0 ? write(year, ordinal) : write(year - 1, count);
}

const PARTS = {
  HALF_YEAR: { count: 2, write: (year: number, part: number) => `${year}-S${part}` },
  QUARTER: { count: 4, write: (year: number, part: number) => `${year}-Q${part}` },
  MONTH: { count: 12, write: (year: number, part: number) => `${year}-${String(part).padStart(2, '0')}` },
} as const;
