import { type Command, InvalidArgumentError } from 'commander';
import { frameworkCheckCommand, frameworkShowCommand } from './commands/framework/framework.command.ts';
import { frameworkDiffCommand } from './commands/framework/framework-diff.command.ts';
import { frameworkImportCommand, type ImportOptions } from './commands/framework/framework-import.command.ts';
import { frameworkTemplateCommand, type TemplateOptions } from './commands/framework/framework-template.command.ts';
import {
  type DecisionOptions,
  frameworkCarryOverCommand,
  frameworkPublishCommand,
  frameworkVersionsCommand,
} from './commands/framework/framework-version.command.ts';
import { clientFor } from './client-for.ts';
import type { CliConfig } from './config.ts';
import type { CommandOutcome } from './outcome.ts';

type Show = (act: (config: CliConfig) => Promise<CommandOutcome>) => Promise<void>;

/** Commands about frameworks (指标体系): what there is, workbooks in and out, and putting versions into use. */
export function addFrameworkCommands(program: Command, show: Show): void {
  const framework = program.command('framework').description('指标体系');
  framework
    .command('show')
    .argument('[code]', '指标体系代码', 'fengtai-2023')
    .description('列出指标及权重')
    .action((code: string) => show((config) => frameworkShowCommand(clientFor(config), code)));
  framework
    .command('check')
    .argument('[code]', '指标体系代码，不写则检查全部')
    .description('检查随附的数据文件，不需要运行中的服务')
    .action((code: string | undefined) => show(() => Promise.resolve(frameworkCheckCommand(code))));
  framework
    .command('versions')
    .description('列出各个版本及其状态')
    .action(() => show((config) => frameworkVersionsCommand(clientFor(config))));
  addWorkbookCommands(framework, show);
  addDecisionCommands(framework, show);
}

function addWorkbookCommands(framework: Command, show: Show): void {
  framework
    .command('template')
    .requiredOption('--output <file>', '写入的 .xlsx 文件')
    .option('--from <code>', '以这个版本的内容填入；不写则为空白模板，不需要运行中的服务')
    .description('写出导入指标体系用的工作簿')
    .action((options: TemplateOptions) => show((config) => frameworkTemplateCommand(() => clientFor(config), options)));
  framework
    .command('import')
    .argument('<file>', '按模板填写的 .xlsx 工作簿')
    .option('--dry-run', '只检查，不保存')
    .description('导入一版指标体系，成为草案；有问题则逐个单元格说明，全部不予保存')
    .action((file: string, options: ImportOptions) =>
      show((config) => frameworkImportCommand(clientFor(config), file, options)),
    );
  framework
    .command('diff')
    .argument('<from>', '前一版的代码')
    .argument('<to>', '后一版的代码')
    .description('比较两版：指标的延续、并入、删去、新增，权重、办法、标准、单位和关键绩效指标的变动')
    .action((from: string, to: string) => show((config) => frameworkDiffCommand(clientFor(config), from, to)));
}

function addDecisionCommands(framework: Command, show: Show): void {
  withDecision(framework.command('publish'))
    .argument('<code>', '指标体系版本的代码')
    .description('启用一版草案，启用后不再改动')
    .action((code: string, options: DecisionOptions) =>
      show((config) => frameworkPublishCommand(clientFor(config), code, options)),
    );
  withDecision(framework.command('carry-over'))
    .argument('<code>', '指标体系版本的代码')
    .argument('<year>', '沿用于哪一评价年度', parseYear)
    .description('决定沿用于其后的年度')
    .action((code: string, year: number, options: DecisionOptions) =>
      show((config) => frameworkCarryOverCommand(clientFor(config), { code, year }, options)),
    );
}

function withDecision(command: Command): Command {
  return command
    .requiredOption('--document <title>', '所依据的决定或文件')
    .option('--number <number>', '文号或纪要编号')
    .requiredOption('--reason <text>', '理由');
}

function parseYear(text: string): number {
  if (!/^\d{4}$/.test(text)) throw new InvalidArgumentError('评价年度应为四位数字');
  return Number(text);
}
