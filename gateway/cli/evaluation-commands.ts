import { type Command, InvalidArgumentError } from 'commander';
import { diffCommand, type DiffOptions } from './commands/evaluation/diff.command.ts';
import { evaluateCommand, type EvaluateOptions } from './commands/evaluation/evaluate.command.ts';
import { clientFor } from './client-for.ts';
import type { CliConfig } from './config.ts';
import type { CommandOutcome } from './outcome.ts';
import { parseInstant } from './parse-instant.ts';

type Show = (act: (config: CliConfig) => Promise<CommandOutcome>) => Promise<void>;

const SUBJECT = ['<subject>', '评价对象代码，如 110106'] as const;
const FRAMEWORK = ['--framework <code>', '指标体系代码，不写则取该年度适用的'] as const;

/** Commands that look at evaluations. */
export function addEvaluationCommands(program: Command, show: Show): void {
  program
    .command('evaluate')
    .argument(...SUBJECT)
    .argument('<year>', '评价年度', parseYear)
    .option('--indicators', '列出三级指标')
    .option('--explain <key>', '说明一项三级指标的得分和依据')
    .option(...FRAMEWORK)
    .option('--as-of <instant>', '查看这一时刻所知的结果，如 2026-01-31T00:00:00+08:00', parseInstant)
    .description('查看一个评价对象的年度评价')
    .action((subject: string, year: number, options: EvaluateOptions) =>
      show((config) => evaluateCommand(clientFor(config), { subject, year }, options)),
    );
  program
    .command('diff')
    .argument(...SUBJECT)
    .argument('<year>', '评价年度', parseYear)
    .argument('<instants...>', '起始时刻，再写截止时刻则比到那时，不写则比到现在', addInstant)
    .option(...FRAMEWORK)
    .description('比较一个评价在两个时刻的结果：得分、指标、值变了什么，为什么变')
    .action((subject: string, year: number, [from = '', to]: readonly string[], options: DiffOptions) =>
      show((config) => diffCommand(clientFor(config), { subject, year, from, to }, options)),
    );
}

function parseYear(text: string): number {
  if (!/^\d{4}$/.test(text)) throw new InvalidArgumentError('评价年度应为四位数字');
  return Number(text);
}

function addInstant(text: string, before: readonly string[] | undefined): string[] {
  if ((before ?? []).length === 2) throw new InvalidArgumentError('只写起始和截止两个时刻');
  return [...(before ?? []), parseInstant(text)];
}
