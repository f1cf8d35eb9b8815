import type { RoundProcedures } from '../../../../shared/catalogue/round/round-procedures.ts';
import {
  addWorkingDays,
  type CountedDay,
  type WorkingCalendar,
} from '../../../../shared/catalogue/calendar/working-days.ts';
import { dayInShanghai } from '../../../../shared/primitives/calendar-day.ts';

/** The last days of a hearing, counted in working days from the day it was opened, which is not counted. */
export interface HearingTerms {
  readonly answer: CountedDay;
  readonly appeal: CountedDay;
}

export function hearingTerms(calendar: WorkingCalendar, procedures: RoundProcedures, openedAt: Date): HearingTerms {
  const opened = dayInShanghai(openedAt);
  return {
    answer: addWorkingDays(calendar, opened, procedures.workingDays('hearing')),
    appeal: addWorkingDays(calendar, opened, procedures.workingDays('appeal')),
  };
}

/** The last day for the answer to an appeal that is filed on a day. */
export function appealAnswerDue(calendar: WorkingCalendar, procedures: RoundProcedures, filedOn: string): CountedDay {
  return addWorkingDays(calendar, filedOn, procedures.workingDays('appeal-answer'));
}
