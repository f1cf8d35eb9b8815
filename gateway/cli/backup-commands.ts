import type { Command } from 'commander';
import {
  type BackupCreateOptions,
  backupCreateCommand,
  backupVerifyCommand,
  restoreCommand,
  type RestoreOptions,
} from './commands/backup/backup.command.ts';
import type { CliConfig } from './config.ts';
import type { CommandOutcome } from './outcome.ts';

type Show = (act: (config: CliConfig) => Promise<CommandOutcome>) => Promise<void>;

const PASSPHRASE = ['--passphrase-file <file>', '存有密钥口令的文件，取第一行，至少 12 个字符'] as const;
const KEY = ['--key <file...>', '从可信渠道得到的公钥文件（PEM），用以核验清单的签名'] as const;

/** Commands for operators, on the server itself: they need no gateway and no token, but the data folder. */
export function addBackupCommands(program: Command, show: Show): void {
  const backup = program.command('backup').description('备份全部数据库；平台照常运行');
  backup
    .command('create', { isDefault: true })
    .option(
      '--output <folder>',
      '写入的目录，不得已存在；默认为 HUB_BACKUPS（不设则当前目录）中的 hub-backup-<北京时间>',
    )
    .option('--with-keys', '连同签名密钥和口令一并加密保存', false)
    .option(...PASSPHRASE)
    .description('备份数据目录（HUB_DATA）所属平台的全部数据库')
    .action((options: Omit<BackupCreateOptions, 'backupFolder'>) =>
      show(({ backupFolder }) => backupCreateCommand({ ...options, backupFolder })),
    );
  backup
    .command('verify')
    .argument('<folder>', '备份目录')
    .option(...KEY)
    .description('离线核验备份的每一个字节，不需要数据库')
    .action((folder: string, options: { key?: string[] }) => show(() => backupVerifyCommand(folder, options)));
  program
    .command('restore')
    .argument('<folder>', '备份目录')
    .option(...PASSPHRASE)
    .option(...KEY)
    .option('--new-keys', '以数据目录中的（或新生成的）密钥继续，而非备份时的密钥', false)
    .option('--keys-only', '只把密钥放回数据目录，不恢复数据库', false)
    .description('把备份恢复到空的数据目录或数据库，逐表核对，不符即整体撤销')
    .action((folder: string, options: RestoreOptions) => show(() => restoreCommand(folder, options)));
}
