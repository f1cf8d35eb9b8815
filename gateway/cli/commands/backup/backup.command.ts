import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../../../shared/config/project-root.ts';
import { parseJson } from '../../../../shared/primitives/parse-json.ts';
import { formatInstant } from '../../format-instant.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';

export interface BackupCreateOptions {
  readonly output?: string | undefined;
  readonly withKeys: boolean;
  readonly passphraseFile?: string | undefined;
  /** Where the folder comes to be when `output` does not say it. */
  readonly backupFolder: string;
}

export interface RestoreOptions {
  readonly passphraseFile?: string | undefined;
  readonly key?: readonly string[] | undefined;
  readonly newKeys: boolean;
  readonly keysOnly: boolean;
}

const reportSchema = z.object({
  folder: z.string(),
  product: z.string(),
  takenAt: z.string(),
  databases: z.array(z.object({ name: z.string(), tables: z.number(), rows: z.number() })),
  hasKeys: z.boolean(),
  signedBy: z.string().nullable(),
});
type Report = z.infer<typeof reportSchema>;

const saidSchema = z.union([
  z.object({ report: reportSchema }),
  z.object({
    fault: z.object({ code: z.string(), message: z.string(), messageEn: z.string(), remedy: z.string() }),
  }),
]);

/** Copies all databases of the installation on this machine into a folder. */
export async function backupCreateCommand({
  output,
  withKeys,
  passphraseFile,
  backupFolder,
}: BackupCreateOptions): Promise<CommandOutcome> {
  const name = `hub-backup-${formatInstant(new Date().toISOString()).replaceAll(/[-:]/g, '')}`;
  const folder = output ?? join(backupFolder, name);
  const parameters = [
    'backup',
    folder,
    ...flag('--with-keys', withKeys),
    ...named('--passphrase-file', passphraseFile),
  ];
  return tell(await ask(parameters), (report) => ({
    plain: `已备份到 ${report.folder}\n${summaryOf(report)}`,
    warnings: report.hasKeys
      ? ['口令不在备份中，请与备份分开保管']
      : ['备份中没有密钥：数据目录的 secrets.json 和 keys 目录须另行保管，否则恢复后不能用原密钥签发回执'],
  }));
}

/** Says whether a backup is whole and what was written. Asks no database. */
export async function backupVerifyCommand(
  folder: string,
  { key = [] }: { readonly key?: readonly string[] },
): Promise<CommandOutcome> {
  return tell(await ask(['verify', folder, ...named('--key', ...key)]), (report) => ({
    plain: `备份完整，与写入时逐字节一致\n${summaryOf(report)}`,
    warnings:
      key.length > 0 ? [] : ['未给出公钥，只能证明备份未被损坏；要证明出自本平台，请用 --key 写明可信的公钥文件'],
  }));
}

/** Restores a backup into an empty data folder or empty databases. */
export async function restoreCommand(
  folder: string,
  { passphraseFile, key = [], newKeys, keysOnly }: RestoreOptions,
): Promise<CommandOutcome> {
  const parameters = [
    'restore',
    folder,
    ...named('--passphrase-file', passphraseFile),
    ...named('--key', ...key),
    ...flag('--new-keys', newKeys),
    ...flag('--keys-only', keysOnly),
  ];
  return tell(await ask(parameters), (report) => ({
    plain: keysOnly ? '已放回密钥' : `已恢复，逐表核对一致\n${summaryOf(report)}`,
    warnings: keysOnly ? [] : ['可以启动平台；更新的版本启动时自动升级数据库结构'],
  }));
}

function summaryOf({ product, takenAt, databases, signedBy }: Report): string {
  const lines = databases.map(({ name, tables, rows }) => `  ${name}  ${tables} 张表  ${rows} 行`);
  return [`  版本 ${product}  备份时间 ${formatInstant(takenAt)}  签名密钥 ${signedBy ?? '无'}`, ...lines].join('\n');
}

type Said = z.infer<typeof saidSchema>;

function tell(said: Said, word: (report: Report) => { plain: string; warnings: string[] }): CommandOutcome {
  if ('fault' in said) return failed(said.fault);
  return { data: said.report, error: null, ...word(said.report) };
}

/**
 * A program of its own does it, because the command line speaks to the graph and to nothing behind it. It tells of its
 * progress on standard error, and Ctrl-C reaches it as well.
 */
function ask(parameters: readonly string[]): Promise<Said> {
  const program = join(projectRoot, 'dist/shared/backup/main.js');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    const wait = (): undefined => undefined;
    process.on('SIGINT', wait);
    child.once('close', (code, signal) => {
      process.off('SIGINT', wait);
      const parsed = saidSchema.safeParse(parseJson(said));
      resolve(parsed.success ? parsed.data : endedSilently(signal ?? `exit ${code}`));
    });
  });
}

function endedSilently(how: string): Said {
  return {
    fault: {
      code: 'BACKUP_FAILED',
      message: `备份程序意外结束（${how}）`,
      messageEn: `The program ended unexpectedly (${how})`,
      remedy: '查看上面的输出；名称中带 .part- 的目录是未完成的备份，可以删除',
    },
  };
}

function flag(name: string, isSet: boolean): string[] {
  return isSet ? [name] : [];
}

function named(name: string, ...values: readonly (string | undefined)[]): string[] {
  return values.flatMap((value) => (value === undefined ? [] : [name, value]));
}
