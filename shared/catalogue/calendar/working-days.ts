import { addDays } from '../../primitives/calendar-day.ts';
import { readOnce } from '../reading/shipped-data.ts';
import { workingDaysSchema } from '../schemas/working-days.schema.ts';

/** 工作日历: which weekdays are off and which weekends are worked, for the years that were announced. */
export interface WorkingCalendar {
  /** Years that are known; in any other year Monday to Friday are taken for working days, and that is said. */
  readonly years: ReadonlySet<number>;
  /** Days off that were announced (放假), weekends within them included. */
  readonly holidays: ReadonlySet<string>;
  /** Weekend days that are worked (调休上班). */
  readonly makeUpDays: ReadonlySet<string>;
}

/** A day that was counted out in working days. */
export interface CountedDay {
  /** `YYYY-MM-DD`, Beijing time. */
  readonly day: string;
  /** False where a day of an unannounced year was counted: holidays may still move it. */
  readonly isCertain: boolean;
}

/** The calendar as the State Council announced it. */
export const loadWorkingCalendar = readOnce(
  'working-days.json',
  workingDaysSchema,
  ({ years }): WorkingCalendar => ({
    years: new Set(years.map(({ year }) => year)),
    holidays: new Set(years.flatMap(({ holidays }) => holidays.flatMap(({ from, to }) => daysOf(from, to)))),
    makeUpDays: new Set(years.flatMap(({ makeUpDays }) => makeUpDays)),
  }),
);

export function isWorkingDay({ holidays, makeUpDays }: WorkingCalendar, day: string): boolean {
  if (makeUpDays.has(day)) return true;
  return !holidays.has(day) && !isWeekend(day);
}

/** The `count`-th working day after `day`, which itself is never counted (当日不计); `day` where the count is 0. */
export function addWorkingDays(calendar: WorkingCalendar, day: string, count: number): CountedDay {
  let at = day;
  let isCertain = true;
  for (let left = count; left > 0; ) {
    at = addDays(at, 1);
    if (!calendar.years.has(Number(at.slice(0, 4)))) isCertain = false;
    if (isWorkingDay(calendar, at)) left -= 1;
  }
  return { day: at, isCertain };
}

/** How many working days lie after `from`, up to and including `to`; 0 where `to` is not later. */
export function workingDaysBetween(calendar: WorkingCalendar, from: string, to: string): number {
  let count = 0;
  for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) if (isWorkingDay(calendar, at)) count += 1;
  return count;
}

function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}

function daysOf(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = from; at <= to; at = addDays(at, 1)) days.push(at);
  return days;
}
