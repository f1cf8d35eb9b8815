import { type Command, Option } from 'commander';
import { type ExportOptions, indicatorExportCommand } from './commands/reporting/indicator-export.command.ts';
import { indicatorPublishCommand, type PublishOptions } from './commands/reporting/indicator-publish.command.ts';
import { indicatorValidateCommand, type ValidateOptions } from './commands/reporting/indicator-validate.command.ts';
import {
  type ActOptions,
  PUBLICATION_VERBS,
  type PublicationListOptions,
  type PublicationVerb,
  publicationActCommand,
  publicationListCommand,
  publicationWithdrawCommand,
  type WithdrawOptions,
} from './commands/reporting/publication.command.ts';
import { publicationImpactCommand } from './commands/evaluation/publication-impact.command.ts';
import { type ReceiptsExportOptions, receiptsExportCommand } from './commands/reporting/receipts-export.command.ts';
import { type VerifyReceiptsOptions, verifyReceiptsCommand } from './commands/reporting/verify-receipts.command.ts';
import { clientFor } from './client-for.ts';
import type { CliConfig } from './config.ts';
import type { CommandOutcome } from './outcome.ts';
import { parseInstant } from './parse-instant.ts';
import type { UploadWay } from './upload/upload-file.ts';

type Show = (act: (config: CliConfig) => Promise<CommandOutcome>) => Promise<void>;

const UNIT = ['--unit <unit>', '责任单位代码，如 hrss'] as const;
const FILE = 'CSV（UTF-8、GBK）或 NDJSON，列 subject period measure dimensions value explanation，- 为标准输入';

/** Commands of reporting (报送): handing in, deciding on it, taking it out again, and proving it. */
export function addReportingCommands(program: Command, show: Show): void {
  addIndicatorCommands(program.command('indicator').description('指标值'), show);
  addPublicationCommands(program.command('publication').description('报送批次'), show);
  program
    .command('receipts')
    .description('报送回执')
    .command('export')
    .requiredOption(...UNIT)
    .requiredOption('--output <file>', '写入的文件，每行一个 JSON 对象')
    .description('导出一个单位的全部回执和公钥，供离线核验')
    .action((options: ReceiptsExportOptions) =>
      show((config) => receiptsExportCommand(clientFor(config, options.unit), options)),
    );
  program
    .command('verify')
    .description('核验')
    .command('receipts')
    .argument('<file>', '用 hub receipts export 导出的文件')
    .option('--key <file...>', '从可信渠道得到的公钥文件（PEM）；不写则用文件所附的公钥')
    .option('--quick', '只验末份的签名（其余各项照验），快数倍')
    .description('离线核验回执：次序、前后相连、内容、签名；指出第一处不符')
    .action((file: string, options: VerifyReceiptsOptions) => show(() => verifyReceiptsCommand(file, options)));
}

function addIndicatorCommands(indicator: Command, show: Show): void {
  indicator
    .command('validate')
    .argument('<file>', FILE)
    .requiredOption(...UNIT)
    .description('试审：不保存，逐条列出审核意见（强度 代码 行 列 说明），不能收下时退出码为 1')
    .action((file: string, options: ValidateOptions) =>
      show((config) => indicatorValidateCommand(wayOf(config, options.unit), file, options)),
    );
  indicator
    .command('publish')
    .argument('<file>', FILE)
    .requiredOption(...UNIT)
    .option('--idempotency-key <key>', '报送编号；同一编号重报得到同一回执，默认由单位和文件内容得出')
    .option('--partial', '只收无误的行')
    .option('--submit', '多人审签的单位：报送后即提交审签，否则存为草稿')
    .option('--dry-run', '只审核不保存')
    .option('--justification <text>', '申请更正已核收或已锁定的值，并说明理由')
    .description('报送指标值，打印回执；一个文件为一个批次，不限行数')
    .action((file: string, options: PublishOptions) =>
      show((config) => indicatorPublishCommand(wayOf(config, options.unit), file, options)),
    );
  indicator
    .command('export')
    .requiredOption(...UNIT)
    .requiredOption('--period <period>', '报告期，含其中的较短报告期，如 2025')
    .requiredOption('--output <file>', '写入的文件，以 .csv 或 .ndjson 结尾')
    .option('--as-of <instant>', '取该时刻所知的值，如 2026-01-31T00:00:00+08:00', parseInstant)
    .description('导出一个单位填报的值，可原样再报')
    .action((options: ExportOptions) =>
      show((config) => indicatorExportCommand(clientFor(config, options.unit), options)),
    );
}

function addPublicationCommands(publication: Command, show: Show): void {
  publication
    .command('list')
    .requiredOption(...UNIT)
    .option('--state <state...>', '只列这些状态，如 SUBMITTED APPROVED')
    .description('列出报送批次，新的在前')
    .action((options: PublicationListOptions) =>
      show((config) => publicationListCommand(clientFor(config, options.unit), options)),
    );
  for (const verb of PUBLICATION_VERBS) addVerb(publication, verb, show);
  publication
    .command('impact')
    .argument('<id>', '报送批次的标识，报送、更正或撤回申请都可以')
    .requiredOption(...UNIT)
    .description('测算核收一个批次会给评价带来什么：得分、类别、指标的变动；不改动正式结果')
    .action((id: string, { unit }: { unit: string }) =>
      show((config) => publicationImpactCommand(clientFor(config, 'lead'), unit, id)),
    );
  publication
    .command('withdraw')
    .argument('<id>', '报送批次的标识')
    .requiredOption(...UNIT)
    .requiredOption('--justification <text>', '撤回的理由和依据')
    .option('--submit', '多人审签的单位：申请后即提交审签')
    .option('--idempotency-key <key>', '申请的编号；重发时用原编号')
    .description('申请撤回批次中已核收的值，由牵头单位决定')
    .action((id: string, options: WithdrawOptions) =>
      show((config) => publicationWithdrawCommand(clientFor(config, options.unit), id, options)),
    );
}

function addVerb(publication: Command, verb: PublicationVerb, show: Show): void {
  const command = publication
    .command(verb.verb)
    .argument('<ids...>', '报送批次的标识')
    .requiredOption(...UNIT)
    .option('--partial', '只办能办的，默认有一个不能办就都不办')
    .description(verb.title);
  if (verb.verb === 'return') {
    command
      .addOption(new Option('--reason-code <code>', '退回的理由').choices(RETURN_REASONS).makeOptionMandatory())
      .requiredOption('--reason <text>', '说明和改正要求，4 至 1000 字')
      .option('--deadline <day>', '补正期限，YYYY-MM-DD');
  } else {
    command.option('--comment <text>', '意见或说明');
  }
  command.action((ids: string[], options: ActOptions) =>
    show((config) => publicationActCommand(clientFor(config, holderOf(verb, options.unit)), verb, ids, options)),
  );
}

const RETURN_REASONS = [
  'VALUE_DOUBTFUL',
  'SCOPE_MISMATCH',
  'EVIDENCE_MISSING',
  'INCOMPLETE',
  'NOT_AGREED',
  'OTHER',
] as const;

/** Whose token of the demo a verb is done with; `HUB_TOKEN` and who has logged in come first. */
function holderOf({ by }: PublicationVerb, unit: string): string {
  return by === 'lead' ? 'lead' : by === 'approver' ? `${unit}-approver` : unit;
}

function wayOf(config: CliConfig, unit: string): UploadWay {
  return { client: clientFor(config, unit), say: (text) => process.stderr.write(`注意：${text}\n`) };
}
