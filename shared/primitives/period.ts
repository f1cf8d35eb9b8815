/** Kinds of reporting period (报告期). CUMULATIVE runs from a first to a last month of one year (1—9月). */
export type PeriodType = 'YEAR' | 'HALF_YEAR' | 'QUARTER' | 'MONTH' | 'CUMULATIVE';

/** How often a measure is reported (报送频率). */
export type Frequency = 'annual' | 'quarterly' | 'monthly';

/** A reporting period. Dates are calendar days in Asia/Shanghai, `end` is the last day of the period. */
export interface Period {
  readonly code: string;
  readonly type: PeriodType;
  readonly year: number;
  readonly start: string;
  readonly end: string;
}

const YEAR = /^(\d{4})$/;
const HALF = /^(\d{4})-S([12])$/;
const QUARTER = /^(\d{4})-Q([1-4])$/;
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const CUMULATIVE = /^(\d{4})-(0[1-9]|1[0-2])--(\d{4})-(0[1-9]|1[0-2])$/;

/**
 * The period written as `2025`, `2025-S1`, `2025-Q3`, `2025-09` or `2025-01--2025-09`;
 * null for anything else, for years outside 1949–2200 and for ranges that leave their year or run backwards.
 */
export function parsePeriod(code: string): Period | null {
  const known = parsed.get(code);
  if (known !== undefined) return known;
  if (parsed.size >= MOST_PARSED) parsed.clear();
  const period = readPeriod(code);
  parsed.set(code, period);
  return period;
}

/** Rows by the hundred thousand name the same few hundred periods. */
const parsed = new Map<string, Period | null>();
const MOST_PARSED = 5_000;

function readPeriod(code: string): Period | null {
  const months = matchMonths(code);
  if (months === null || months.year < 1949 || months.year > 2200) return null;
  const { type, year, first, last } = months;
  return {
    code,
    type,
    year,
    start: `${year}-${pad(first)}-01`,
    end: `${year}-${pad(last)}-${pad(lastDay(year, last))}`,
  };
}

interface MonthSpan {
  readonly type: PeriodType;
  readonly year: number;
  readonly first: number;
  readonly last: number;
}

function matchMonths(code: string): MonthSpan | null {
  const year = YEAR.exec(code);
  if (year) return { type: 'YEAR', year: Number(year[1]), first: 1, last: 12 };
  const half = HALF.exec(code);
  if (half) return span('HALF_YEAR', Number(half[1]), Number(half[2]), 6);
  const quarter = QUARTER.exec(code);
  if (quarter) return span('QUARTER', Number(quarter[1]), Number(quarter[2]), 3);
  const month = MONTH.exec(code);
  if (month) return span('MONTH', Number(month[1]), Number(month[2]), 1);
  const range = CUMULATIVE.exec(code);
  if (range && range[1] === range[3] && Number(range[2]) <= Number(range[4])) {
    return { type: 'CUMULATIVE', year: Number(range[1]), first: Number(range[2]), last: Number(range[4]) };
  }
  return null;
}

function span(type: PeriodType, year: number, ordinal: number, length: number): MonthSpan {
  return { type, year, first: (ordinal - 1) * length + 1, last: ordinal * length };
}

/** The period type in which values of a frequency are reported. */
export function periodTypeOf(frequency: Frequency): PeriodType {
  return frequency === 'annual' ? 'YEAR' : frequency === 'quarterly' ? 'QUARTER' : 'MONTH';
}

/** All period codes of a year at a frequency, in order: one year, four quarters or twelve months. */
export function periodsOfYear(year: number, frequency: Frequency): string[] {
  if (frequency === 'annual') return [String(year)];
  if (frequency === 'quarterly') return [1, 2, 3, 4].map((quarter) => `${year}-Q${quarter}`);
  return Array.from({ length: 12 }, (_, index) => `${year}-${pad(index + 1)}`);
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
