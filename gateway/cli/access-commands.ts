import { type Command, InvalidArgumentError, Option } from 'commander';
import { ROLES } from '../../shared/identity/role.ts';
import { adminBootstrapCommand } from './commands/access/admin-bootstrap.command.ts';
import { type AuditExportOptions, auditExportCommand } from './commands/access/audit-export.command.ts';
import {
  type TokenCreateOptions,
  type TokenListOptions,
  tokenCreateCommand,
  tokenListCommand,
  tokenRevokeCommand,
} from './commands/access/token.command.ts';
import { clientOfAdministrator } from './client-for.ts';
import type { CliConfig } from './config.ts';
import type { CommandOutcome } from './outcome.ts';

type Show = (act: (config: CliConfig) => Promise<CommandOutcome>) => Promise<void>;

/** Commands about who may do what, and who did: each asks as the administrator whose work it is. */
export function addAccessCommands(program: Command, show: Show): void {
  addTokenCommands(program.command('token').description('访问令牌，以安全管理员身份办理'), show);
  program
    .command('audit')
    .description('审计记录，以审计管理员身份查看')
    .command('export')
    .requiredOption('--from <day>', '起始日期，含当日', parseDay)
    .requiredOption('--to <day>', '截止日期，含当日', parseDay)
    .requiredOption('--output <file>', '写入的文件，每行一个 JSON 对象')
    .description('导出访问管理的审计记录')
    .action((options: AuditExportOptions) =>
      show((config) => auditExportCommand(clientOfAdministrator(config, 'auditor'), options)),
    );
  program
    .command('admin')
    .description('管理员')
    .command('bootstrap')
    .requiredOption('--subject <name>', '管理员的代号，令牌持有者由此命名')
    .description('在服务器上签发首任安全管理员和系统管理员的令牌，只能一次')
    .action(({ subject }: { subject: string }) => show(() => adminBootstrapCommand(subject)));
}

function addTokenCommands(token: Command, show: Show): void {
  token
    .command('create')
    .addOption(new Option('--role <role...>', '角色，可多次填写').choices(ROLES).makeOptionMandatory())
    .option('--unit <unit>', '成员单位代码，如 hrss；填报人、审签人必填')
    .option('--subject <subject>', '持有者的稳定标识；不填时以令牌编号为持有者')
    .requiredOption('--purpose <purpose>', '用途，写入审计记录')
    .requiredOption('--days <days>', '有效天数，1 至 3650', parseDays)
    .description('签发令牌，在标准输出只打印令牌本身')
    .action((options: TokenCreateOptions) =>
      show((config) => tokenCreateCommand(clientOfAdministrator(config, 'security-administrator'), options)),
    );
  token
    .command('list')
    .option('--subject <subject>', '只列该持有者的令牌')
    .option('--unit <unit>', '只列该成员单位的令牌')
    .option('--live', '只列有效的令牌')
    .description('列出令牌，不显示令牌本身')
    .action((options: TokenListOptions) =>
      show((config) => tokenListCommand(clientOfAdministrator(config, 'security-administrator'), options)),
    );
  token
    .command('revoke')
    .argument('<id>', '令牌编号，见 hub token list')
    .description('吊销令牌，立即生效')
    .action((id: string) =>
      show((config) => tokenRevokeCommand(clientOfAdministrator(config, 'security-administrator'), id)),
    );
}

function parseDays(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('有效天数应为 1 至 3650 的整数');
  return Number(text);
}

function parseDay(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('日期应写作 YYYY-MM-DD');
  return text;
}
