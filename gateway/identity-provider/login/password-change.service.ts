import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { isPasswordOld } from '../account/password-age.ts';
import { passwordFaults } from '../account/password.rules.ts';
import type { LoginDependencies, LoginService } from './login.service.ts';

export interface PasswordChange {
  readonly username: string;
  readonly current: string;
  readonly next: string;
  /** The new one once more, so that nobody locks himself out by a slip. */
  readonly repeated: string;
  readonly address: string;
}

export class PasswordChangeService {
  constructor(
    private readonly dependencies: LoginDependencies,
    private readonly logins: LoginService,
  ) {}

  /** Whether the password of an account has to be changed before anything else. */
  isDue(username: string): boolean {
    const { accounts, clock } = this.dependencies;
    const account = accounts.find(username);
    return account !== null && isPasswordOld(account, clock.now());
  }

  /** Nothing, or what is wrong in words for the person. Wrong passwords count as at the login. */
  async change({ username, current, next, repeated, address }: PasswordChange): Promise<Result<null, string[]>> {
    const { accounts, hasher, clock, log } = this.dependencies;
    const faults = [
      ...passwordFaults(next, username),
      ...(next === repeated ? [] : ['两次输入的新口令不一致']),
      ...(next === current ? ['新口令不得与原口令相同'] : []),
    ];
    if (faults.length > 0) return err(faults);
    const confirmed = await this.logins.confirm({ username, password: current, address });
    if (!confirmed.ok) return err(['原口令不正确，或尝试过于频繁。连续 5 次不正确，账户锁定 30 分钟']);
    const passwordHash = await hasher.hash(next);
    // Read again: much may have happened while it was hashed.
    const account = accounts.find(username);
    if (!account) return err(['账户已不存在']);
    accounts.save({ ...account, passwordHash, passwordSetAt: clock.now().toISOString() });
    log.info({ subject: account.subject, address }, 'password changed');
    return ok(null);
  }
}
