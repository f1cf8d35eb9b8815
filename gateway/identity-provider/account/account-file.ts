import { z } from 'zod';
import { readFileOrNull, writePrivateFile } from '../../../shared/config/private-file.ts';
import { type Account, accountSchema } from './account.ts';

const fileSchema = z.strictObject({ accounts: z.array(accountSchema) });

/** The accounts of one provider. Failures and used codes are kept as well, so that a restart forgives nobody. */
export class AccountFile {
  private readonly accounts: Map<string, Account>;

  private constructor(
    private readonly path: string,
    accounts: readonly Account[],
  ) {
    this.accounts = new Map(accounts.map((account) => [account.username, account]));
  }

  /** The accounts of a file; null when there is none. */
  static open(path: string): AccountFile | null {
    const text = readFileOrNull(path);
    return text === null ? null : new AccountFile(path, fileSchema.parse(JSON.parse(text)).accounts);
  }

  static create(path: string, accounts: readonly Account[]): AccountFile {
    const file = new AccountFile(path, accounts);
    file.write();
    return file;
  }

  find(username: string): Account | null {
    return this.accounts.get(username) ?? null;
  }

  save(account: Account): void {
    this.accounts.set(account.username, account);
    this.write();
  }

  private write(): void {
    writePrivateFile(this.path, `${JSON.stringify({ accounts: [...this.accounts.values()] }, null, 2)}\n`);
  }
}
