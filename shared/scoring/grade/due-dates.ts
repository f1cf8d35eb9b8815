import { parsePeriod } from '../../primitives/period.ts';

/**
 * Last days for filing. Status derived: the documents give the end of February for the year (001 四（十）) and nothing
 * for shorter periods; 20 days after a quarter and 10 after a month are the usual days of statistical returns.
 * The collections' own calendar will take their place.
 */
const DAYS_AFTER = { QUARTER: 20, MONTH: 10, HALF_YEAR: 20, CUMULATIVE: 20 } as const;

/** Last day (YYYY-MM-DD) on which a value of a period is in time. */
export function dueDateOf(code: string): string {
  const period = parsePeriod(code);
  if (period === null) throw new RangeError(`no period ${code}`);
  if (period.type === 'YEAR') return isoDay(new Date(Date.UTC(period.year + 1, 2, 0)));
  const end = new Date(`${period.end}T00:00:00Z`);
  end.setUTCDate(end.getUTCDate() + DAYS_AFTER[period.type]);
  return isoDay(end);
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
