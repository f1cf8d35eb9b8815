import { TokenBuckets } from '../../rates/token-buckets.ts';
import type { Logger } from '../../../shared/observability/logger.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import type { Account } from '../account/account.ts';
import type { AccountFile } from '../account/account-file.ts';
import type { PasswordHasher } from '../account/password-hash.ts';
import { randomPassword } from '../account/random-password.ts';
import { findTotpStep, fromBase32 } from '../account/totp.ts';
import { afterFailure, isLocked, NO_ATTEMPTS } from './lock-out.ts';

export interface LoginAttempt {
  readonly username: string;
  readonly password: string;
  /** Of the second factor; empty when none was given. */
  readonly code: string;
  /** Where it comes from. */
  readonly address: string;
}

/** Somebody who has shown who he is. */
export interface Login {
  readonly username: string;
  readonly subject: string;
  readonly displayName: string;
  readonly amr: readonly string[];
  /** Milliseconds since 1970. */
  readonly authenticatedAt: number;
}

/** `REFUSED` is one answer for every cause: unknown, wrong, locked, a used code. Only who asks too often is told so. */
export type LoginRefusal = { readonly kind: 'REFUSED' } | { readonly kind: 'TOO_OFTEN'; readonly waitMs: number };

export interface LoginDependencies {
  readonly accounts: AccountFile;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Attempts of one address: enough for an office that starts its day, too few for guessing. */
const PER_ADDRESS = { perSecond: 1 / 6, burst: 20 };
/** Each takes a core for a while and 32 MiB. */
const MOST_AT_ONCE = 16;

type Cause = 'UNKNOWN_ACCOUNT' | 'WRONG_PASSWORD' | 'LOCKED' | 'WRONG_CODE' | 'USED_CODE';

/** The time step of a good code, null where none is needed, or what is wrong. */
type CheckCode = (account: Account, code: string, now: Date) => number | null | Cause;

export class LoginService {
  private readonly sources: TokenBuckets;
  private readonly nobodysHash: Promise<string>;
  private underWay = 0;

  constructor(private readonly dependencies: LoginDependencies) {
    this.sources = new TokenBuckets(10_000, dependencies.clock);
    this.nobodysHash = dependencies.hasher.hash(randomPassword());
  }

  /** Every attempt that is looked at costs one hash, whether or not there is such an account. */
  login(attempt: LoginAttempt): Promise<Result<Login, LoginRefusal>> {
    return this.hear(attempt, checkCode);
  }

  /** The password once more, from somebody who is logged in. Failures count as at the login. */
  confirm(attempt: Omit<LoginAttempt, 'code'>): Promise<Result<Login, LoginRefusal>> {
    return this.hear({ ...attempt, code: '' }, () => null);
  }

  private async hear(attempt: LoginAttempt, check: CheckCode): Promise<Result<Login, LoginRefusal>> {
    const waitMs = this.sources.take(attempt.address, PER_ADDRESS);
    if (waitMs > 0 || this.underWay >= MOST_AT_ONCE) return err({ kind: 'TOO_OFTEN', waitMs: Math.max(waitMs, 1_000) });
    this.underWay += 1;
    try {
      const stored = this.dependencies.accounts.find(attempt.username)?.passwordHash ?? (await this.nobodysHash);
      const isRight = await this.dependencies.hasher.verify(attempt.password, stored);
      return this.decide(attempt, isRight ? check : () => 'WRONG_PASSWORD');
    } finally {
      this.underWay -= 1;
    }
  }

  /**
   * Reads the account again and waits for nothing: of many attempts at the same moment each sees what those before it
   * have left, and none gets past the lock.
   */
  private decide(attempt: LoginAttempt, check: CheckCode): Result<Login, LoginRefusal> {
    const { accounts, clock, log } = this.dependencies;
    const now = clock.now();
    const account = accounts.find(attempt.username);
    if (!account) return this.refuse('UNKNOWN_ACCOUNT', attempt);
    if (isLocked(account.attempts, now.getTime())) return this.refuse('LOCKED', attempt, account);
    const step = check(account, attempt.code, now);
    if (typeof step === 'string') {
      accounts.save({ ...account, attempts: afterFailure(account.attempts, now.getTime()) });
      return this.refuse(step, attempt, account);
    }
    accounts.save({ ...account, attempts: NO_ATTEMPTS, lastTotpStep: step ?? account.lastTotpStep });
    const { username, subject, displayName } = account;
    log.info({ subject, address: attempt.address }, 'password accepted');
    const amr = step === null ? ['pwd'] : ['pwd', 'otp'];
    return ok({ username, subject, displayName, amr, authenticatedAt: now.getTime() });
  }

  /** What was typed is not written down: people type passwords into the field for names. */
  private refuse(cause: Cause, { address }: LoginAttempt, account?: Account): Result<Login, LoginRefusal> {
    this.dependencies.log.warn({ cause, address, subject: account?.subject }, 'login refused');
    return err({ kind: 'REFUSED' });
  }
}

function checkCode({ totpSecret, lastTotpStep }: Account, code: string, now: Date): number | null | Cause {
  if (totpSecret === null) return null;
  const step = findTotpStep(fromBase32(totpSecret), code.replace(/\s/g, ''), now);
  if (step === null) return 'WRONG_CODE';
  return lastTotpStep !== null && step <= lastTotpStep ? 'USED_CODE' : step;
}
