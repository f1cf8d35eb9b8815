import { type WorkingCalendar, workingDaysBetween } from '../../../../shared/catalogue/calendar/working-days.ts';
import type { Owed } from './overdue.ts';

export type ReminderKind = 'DUE_SOON' | 'OVERDUE';

/** A reminder as it is written down and shown to whom it concerns. */
export interface Reminder {
  readonly owed: Owed;
  readonly kind: ReminderKind;
  /** Equal for the same matter, day and kind: each is written once. */
  readonly key: string;
  /** Signed by the office, as everything the system writes to people by itself. */
  readonly text: string;
}

/** Reminders of a day: of what is due within some working days, and of what is overdue. */
export function remindersOn(
  today: string,
  owed: readonly Owed[],
  { calendar, dueSoonDays }: { readonly calendar: WorkingCalendar; readonly dueSoonDays: number },
): Reminder[] {
  return owed.flatMap((each) => {
    const isOverdue = each.dueOn < today;
    if (!isOverdue && workingDaysBetween(calendar, today, each.dueOn) > dueSoonDays) return [];
    const kind = isOverdue ? ('OVERDUE' as const) : ('DUE_SOON' as const);
    const text = isOverdue
      ? `${each.what}的时限为${each.dueOn}，现已逾期，请尽快办理。协调小组办公室`
      : `请于${each.dueOn}前${each.what}。协调小组办公室`;
    return [{ owed: each, kind, key: `${kind} ${each.dueOn} ${each.what}`, text }];
  });
}
