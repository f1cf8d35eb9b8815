import type { Account } from './account.ts';

const LONGEST_MS = 90 * 86_400_000;

/** Whether a password has been used for as long as one may be. */
export function isPasswordOld({ passwordSetAt }: Account, now: Date): boolean {
  return now.getTime() - Date.parse(passwordSetAt) >= LONGEST_MS;
}
