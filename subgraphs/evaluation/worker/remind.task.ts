import type { Task, TaskList } from 'graphile-worker';
import type { DataSource } from 'typeorm';
import { loadRoundProcedures } from '../../../shared/catalogue/round/round-procedures.ts';
import { loadWorkingCalendar } from '../../../shared/catalogue/calendar/working-days.ts';
import type { Logger } from '../../../shared/observability/logger.ts';
import { systemClock } from '../../../shared/primitives/clock.ts';
import { RemindService } from '../round/reminder/remind.service.ts';

/** Name of the task in the job queue. */
const REMIND = 'remind';

/** Every morning at eight, Beijing time; the queue reckons in UTC. A morning that was slept through is made up for. */
export const REMIND_CRONTAB = `0 0 * * * ${REMIND} ?fill=1d`;

/** The job that writes reminders of what is due soon and what is overdue into the rounds under way. */
export function remindTasks(database: DataSource, log: Logger): TaskList {
  const procedures = loadRoundProcedures();
  const reminders = new RemindService({ database, procedures, calendar: loadWorkingCalendar(), clock: systemClock });
  return { [REMIND]: createRemindTask(reminders, log) };
}

function createRemindTask(reminders: RemindService, log: Logger): Task {
  return async () => {
    const written = await reminders.remind();
    log.debug({ written }, 'reminders written');
  };
}
