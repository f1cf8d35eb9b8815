import { type Command, InvalidArgumentError } from 'commander';
import { type ResultsExportOptions, resultsExportCommand } from './commands/evaluation/results-export.command.ts';
import { clientFor } from './client-for.ts';
import type { CliConfig } from './config.ts';
import type { CommandOutcome } from './outcome.ts';

type Show = (act: (config: CliConfig) => Promise<CommandOutcome>) => Promise<void>;

/** Commands of the use of results (结果运用). */
export function addResultsCommands(program: Command, show: Show): void {
  program
    .command('results')
    .description('评价结果的运用')
    .command('export')
    .requiredOption('--framework <code>', '指标体系代码，如 fengtai-2023')
    .requiredOption('--year <year>', '评价年度', parseYear)
    .requiredOption('--output <file>', '写入的 .csv 文件')
    .option('--with-scores', '附最终得分，只供协调小组办公室')
    .description('导出已通报的评价类别，供年度综合评价使用：按类别和名录顺序，不排名')
    .action((options: ResultsExportOptions) => show((config) => resultsExportCommand(clientFor(config), options)));
}

function parseYear(text: string): number {
  if (!/^\d{4}$/.test(text)) throw new InvalidArgumentError('评价年度应为四位数字');
  return Number(text);
}
