import { dayInShanghai } from '../../../../shared/primitives/calendar-day.ts';
import { newTrace } from '../../../../shared/observability/trace.ts';
import { hasReached } from '../round-machine.ts';
import { listRounds, lockRound } from '../round.repository.ts';
import type { RoundDependencies } from '../round-act.service.ts';
import { appendRoundEvent } from '../round-event.repository.ts';
import { listOwed, writtenReminders } from './owed.repository.ts';
import { type Reminder, remindersOn } from './reminder.ts';

/** 提醒: writes what is due soon and what is overdue into the rounds that are under way, each once. */
export class RemindService {
  private readonly dependencies: Pick<RoundDependencies, 'database' | 'procedures' | 'calendar' | 'clock'>;

  constructor(dependencies: Pick<RoundDependencies, 'database' | 'procedures' | 'calendar' | 'clock'>) {
    this.dependencies = dependencies;
  }

  /** Returns how many reminders were written. */
  async remind(): Promise<number> {
    const rounds = await listRounds(this.dependencies.database.manager, { framework: null, year: null });
    let written = 0;
    for (const { code, state } of rounds) {
      if (!hasReached(state, 'CIRCULATED')) written += await this.remindOf(code);
    }
    return written;
  }

  private remindOf(code: string): Promise<number> {
    const { database, calendar, procedures, clock } = this.dependencies;
    return database.transaction(async (manager) => {
      const round = await lockRound(manager, code);
      if (round === null || hasReached(round.state, 'CIRCULATED')) return 0;
      const at = clock.now();
      const dueSoonDays = procedures.workingDays('due-soon');
      const due = remindersOn(dayInShanghai(at), await listOwed(manager, round), { calendar, dueSoonDays });
      const known = await writtenReminders(manager, code);
      const fresh = due.filter((reminder) => !known.has(fullKey(reminder)));
      const { traceId } = newTrace();
      for (const { owed, kind, key, text } of fresh) {
        const { step, participant, dueOn } = owed;
        await appendRoundEvent(manager, {
          ...{ round: code, step, action: 'REMINDED', participant, at, traceId },
          ...{ actor: 'service:evaluation', actorUnit: null, reason: text, detail: { reminder: key, kind, dueOn } },
        });
      }
      return fresh.length;
    });
  }
}

function fullKey({ owed: { participant, step }, key }: Reminder): string {
  return [participant?.kind ?? '', participant?.code ?? '', step, key].join(' ');
}
