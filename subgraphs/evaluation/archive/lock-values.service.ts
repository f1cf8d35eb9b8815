import type { DataSource } from 'typeorm';
import type { Logger } from '../../../shared/observability/logger.ts';
import { FOLLOWED_DEPARTMENTS, type FollowedDepartment } from '../input-store/department-register.ts';
import { type DepartmentLocks, DepartmentNotLocked } from './department-locks.ts';
import { enqueueLockValues, enqueueSealing, lockedUnit, type LockValuesPayload } from './lock-job.repository.ts';
import { type LockKey, noteLockFault, openLocks, recordLockReceipt } from './value-lock.repository.ts';

export interface LockValuesDependencies {
  readonly dataSource: DataSource;
  readonly locks: DepartmentLocks;
  readonly log: Logger;
  readonly departments?: readonly FollowedDepartment[];
}

/** Longest pause between two attempts at a department that does not answer. */
const LONGEST_PAUSE_SECONDS = 30;

/**
 * Has every department lock the values of a subject and year and keeps their receipts. A department that is down is asked
 * again later; the others do not wait for it, and doing all of it again does no harm.
 */
export class LockValuesService {
  constructor(private readonly dependencies: LockValuesDependencies) {}

  async lock(payload: LockValuesPayload): Promise<void> {
    const { dataSource } = this.dependencies;
    const all = this.dependencies.departments ?? FOLLOWED_DEPARTMENTS;
    const wanted = all.filter(({ service }) => payload.departments?.includes(service) ?? true);
    await openLocks(
      dataSource.manager,
      wanted.map((department) => keyOf(payload, department)),
    );
    const left: string[] = [];
    for (const department of wanted) if (!(await this.lockOne(payload, department))) left.push(department.service);
    await dataSource.transaction(async (manager) => {
      const attempt = (payload.attempt ?? 0) + 1;
      if (left.length > 0)
        await enqueueLockValues(manager, { ...payload, departments: left, attempt }, pauseAfter(attempt));
      else if (payload.occasion === 'ARCHIVE') await enqueueSealing(manager, payload.round);
    });
  }

  private async lockOne(payload: LockValuesPayload, department: FollowedDepartment): Promise<boolean> {
    const { dataSource, locks, log } = this.dependencies;
    const { subject, year, reason } = payload;
    const key = keyOf(payload, department);
    const memberUnit = lockedUnit(payload);
    try {
      const receipt = await locks.lock(department, { subject, year, memberUnit, reason });
      await recordLockReceipt(dataSource.manager, key, receipt);
      return true;
    } catch (error) {
      if (!(error instanceof DepartmentNotLocked)) throw error;
      log.warn(
        { department: department.service, round: payload.round, subject, fault: error.message },
        'not locked yet',
      );
      await noteLockFault(dataSource.manager, key, error.message.slice(0, 500));
      return false;
    }
  }
}

function pauseAfter(attempt: number): number {
  return Math.min(LONGEST_PAUSE_SECONDS, 2 ** Math.min(attempt - 1, 10));
}

function keyOf(payload: LockValuesPayload, { service }: FollowedDepartment): LockKey {
  const { round, subject, year, occasion = 'SELF_EVALUATION' } = payload;
  return { round, subject, year, department: service, occasion, memberUnit: lockedUnit(payload) ?? '' };
}
