import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import type { Account } from './account.ts';
import { passwordFaults } from './password.rules.ts';
import type { PasswordHasher } from './password-hash.ts';
import { toBase32 } from './totp.ts';

export interface NewAccount {
  readonly username: string;
  readonly subject: string;
  readonly displayName: string;
  readonly password: string;
  readonly isTwoFactor: boolean;
}

/** An account with its password hashed and, where asked for, a second factor; the faults of a password that is too weak. */
export async function createAccount(
  { username, subject, displayName, password, isTwoFactor }: NewAccount,
  hasher: PasswordHasher,
  now: Date,
): Promise<Result<Account, string[]>> {
  const faults = passwordFaults(password, username);
  if (faults.length > 0) return err(faults);
  return ok({
    username,
    subject,
    displayName,
    passwordHash: await hasher.hash(password),
    passwordSetAt: now.toISOString(),
    totpSecret: isTwoFactor ? toBase32(randomBytes(20)) : null,
    lastTotpStep: null,
    attempts: { failures: 0, failedAt: null, lockedUntil: null },
  });
}
