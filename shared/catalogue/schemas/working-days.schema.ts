import { z } from 'zod';
import { dataStatus, day, provenance, text } from './text.schema.ts';

/** Public holidays and make-up days of mainland China, year by year (data/working-days.json). */
export const workingDaysSchema = z.strictObject({
  ...provenance,
  years: z.array(
    z
      .strictObject({
        year: z.int().min(2000).max(2100),
        status: dataStatus,
        source: text,
        holidays: z.array(z.strictObject({ name: text, from: day, to: day })).min(1),
        makeUpDays: z.array(day),
      })
      .refine(
        ({ year, holidays, makeUpDays }) =>
          [...makeUpDays, ...holidays.flatMap(({ from, to }) => [from, to])].every((each) =>
            each.startsWith(`${year}-`),
          ),
        { error: '日期应在该年度之内' },
      )
      .refine(({ holidays }) => holidays.every(({ from, to }) => from <= to), { error: '放假的首日晚于末日' }),
  ),
});
