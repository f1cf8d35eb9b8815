import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from '../../../shared/config/private-file.ts';
import type { Account } from './account.ts';
import { AccountFile } from './account-file.ts';
import { createAccount } from './create-account.ts';
import { DEMO_PEOPLE, type DemoPerson, demoSubject } from './demo-people.ts';
import type { PasswordHasher } from './password-hash.ts';
import { randomPassword } from './random-password.ts';

export interface AccountsOptions {
  /** Folder of the provider. */
  readonly folder: string;
  /** Whether a first start makes accounts for a demonstration. */
  readonly isDemo: boolean;
  readonly hasher: PasswordHasher;
  readonly now: Date;
}

interface Made {
  readonly person: DemoPerson;
  readonly account: Account;
  readonly password: string;
}

/** The accounts of a folder. A first start makes it, in a demonstration with accounts and a note that names them. */
export async function openAccounts({ folder, isDemo, hasher, now }: AccountsOptions): Promise<AccountFile> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'accounts.json');
  const existing = AccountFile.open(path);
  if (existing) return existing;
  const made = isDemo ? await Promise.all(DEMO_PEOPLE.map((person) => make(person, hasher, now))) : [];
  // The note first: accounts without it could not be used by anybody.
  if (isDemo) writePrivateFile(join(folder, 'demo-accounts.txt'), noteOf(made));
  return AccountFile.create(
    path,
    made.map(({ account }) => account),
  );
}

async function make(person: DemoPerson, hasher: PasswordHasher, now: Date): Promise<Made> {
  const { username, displayName, isTwoFactor } = person;
  const password = randomPassword();
  const subject = demoSubject(username);
  const account = await createAccount({ username, subject, displayName, password, isTwoFactor }, hasher, now);
  if (!account.ok) throw new Error(`no password for ${username}: ${account.error.join('; ')}`);
  return { person, account: account.value, password };
}

function noteOf(made: readonly Made[]): string {
  const entries = made.map(({ person, account, password }) =>
    [
      `用户名：${account.username}`,
      `口令：${password}`,
      `身份：${account.displayName}，${[person.memberUnit, person.role].filter(Boolean).join(' ')}`,
      ...(account.totpSecret === null ? [] : [`动态码密钥：${account.totpSecret}`, `扫码地址：${otpauth(account)}`]),
    ].join('\n'),
  );
  const head = '演示账户，口令为首次启动时随机生成，仅保存在本文件中。请勿用于正式环境。';
  return `${[head, ...entries].join('\n\n')}\n`;
}

function otpauth({ username, totpSecret }: Account): string {
  return `otpauth://totp/hub-demo:${username}?secret=${totpSecret}&issuer=hub-demo`;
}
