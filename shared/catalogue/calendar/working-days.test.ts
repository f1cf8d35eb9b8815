import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../primitives/calendar-day.ts';
import { addWorkingDays, isWorkingDay, loadWorkingCalendar, workingDaysBetween } from './working-days.ts';

const calendar = loadWorkingCalendar();
const anyDay = fc.integer({ min: 0, max: 3 * 366 + 400 }).map((offset) => addDays('2023-12-01', offset));
const anyCount = fc.integer({ min: 0, max: 60 });

describe('the working-day calendar', () => {
  it('knows the announced holidays and the weekends that are worked', () => {
    expect(isWorkingDay(calendar, '2026-02-16')).toBe(false); // Spring Festival, a Monday
    expect(isWorkingDay(calendar, '2026-02-28')).toBe(true); // a Saturday that is worked
    expect(isWorkingDay(calendar, '2025-10-08')).toBe(false);
    expect(isWorkingDay(calendar, '2025-10-11')).toBe(true);
    expect(isWorkingDay(calendar, '2024-05-11')).toBe(true);
    expect(isWorkingDay(calendar, '2025-03-15')).toBe(false);
    expect(isWorkingDay(calendar, '2025-03-17')).toBe(true);
  });

  it('every make-up day falls on a weekend, and no holiday is worked', () => {
    for (const day of calendar.makeUpDays) {
      expect([0, 6], day).toContain(new Date(`${day}T00:00:00Z`).getUTCDay());
      expect(calendar.holidays.has(day), day).toBe(false);
    }
  });

  it('has as many working days as the years were announced with', () => {
    const ofYear = (year: number) => workingDaysBetween(calendar, `${year - 1}-12-31`, `${year}-12-31`);
    // 365 or 366 days, without weekends and holidays on weekdays, with the weekends that are worked.
    expect(ofYear(2024)).toBe(251);
    expect(ofYear(2025)).toBe(248);
    expect(ofYear(2026)).toBe(248);
  });

  it('counts over a festival', () => {
    // Feb 13 is a Friday; Feb 14 is worked, Feb 15–23 are off.
    expect(addWorkingDays(calendar, '2026-02-13', 1)).toEqual({ day: '2026-02-14', isCertain: true });
    expect(addWorkingDays(calendar, '2026-02-13', 2)).toEqual({ day: '2026-02-24', isCertain: true });
  });

  it('says so where a year was not announced, and takes Monday to Friday then', () => {
    expect(addWorkingDays(calendar, '2026-12-31', 1)).toEqual({ day: '2027-01-01', isCertain: false });
    expect(addWorkingDays(calendar, '2026-12-30', 1)).toEqual({ day: '2026-12-31', isCertain: true });
  });

  it('the day reached is a working day, exactly so many working days away', () => {
    fc.assert(
      fc.property(anyDay, anyCount, (day, count) => {
        const { day: reached } = addWorkingDays(calendar, day, count);
        expect(workingDaysBetween(calendar, day, reached)).toBe(count);
        if (count > 0) expect(isWorkingDay(calendar, reached)).toBe(true);
      }),
    );
  });

  it('counting on is counting at once', () => {
    fc.assert(
      fc.property(anyDay, anyCount, anyCount, (day, first, second) => {
        const step = addWorkingDays(calendar, day, first).day;
        expect(addWorkingDays(calendar, step, second).day).toBe(addWorkingDays(calendar, day, first + second).day);
      }),
    );
  });

  it('a later start never ends earlier', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 30 }), anyCount, (day, later, count) => {
        const early = addWorkingDays(calendar, day, count).day;
        expect(addWorkingDays(calendar, addDays(day, later), count).day >= early).toBe(true);
      }),
    );
  });
});
