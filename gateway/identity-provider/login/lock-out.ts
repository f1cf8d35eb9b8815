import type { Attempts } from '../account/account.ts';

const MOST_FAILURES = 5;
const LOCK_MS = 30 * 60_000;

export const NO_ATTEMPTS: Attempts = { failures: 0, failedAt: null, lockedUntil: null };

export function isLocked({ lockedUntil }: Attempts, now: number): boolean {
  return lockedUntil !== null && now < lockedUntil;
}

/** One failure more; the fifth in a row locks. Failures of more than half an hour ago are forgotten. */
export function afterFailure({ failures, failedAt }: Attempts, now: number): Attempts {
  const isOld = failedAt === null || now - failedAt >= LOCK_MS;
  const count = (isOld ? 0 : failures) + 1;
  if (count < MOST_FAILURES) return { failures: count, failedAt: now, lockedUntil: null };
  return { failures: 0, failedAt: now, lockedUntil: now + LOCK_MS };
}
