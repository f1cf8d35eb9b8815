import type { Task } from 'graphile-worker';
import type { Logger } from '../../../shared/observability/logger.ts';
import type { RemindService } from '../round/reminder/remind.service.ts';

/** Name of the task in the job queue. */
export const REMIND = 'remind';

/** Every morning at eight, Beijing time; the queue reckons in UTC. */
export const REMIND_CRONTAB = `0 0 * * * ${REMIND} ?fill=1d`;

/** The job that writes reminders of what is due soon and what is overdue. */
export function createRemindTask(reminders: RemindService, log: Logger): Task {
  return async () => {
    const written = await reminders.remind();
    log.info({ written }, 'reminders written');
  };
}
