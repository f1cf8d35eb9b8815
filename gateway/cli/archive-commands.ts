import { type Command, InvalidArgumentError } from 'commander';
import { archiveCommand, type ArchiveOptions } from './commands/archive/archive.command.ts';
import { proofCommand, type ProofOptions } from './commands/archive/proof.command.ts';
import { replayCommand } from './commands/archive/replay.command.ts';
import { verifyProofCommand } from './commands/archive/verify-proof.command.ts';
import { type KeyOptions, verifySnapshotCommand } from './commands/archive/verify-snapshot.command.ts';
import { clientFor } from './client-for.ts';
import type { CliConfig } from './config.ts';
import type { CommandOutcome } from './outcome.ts';

type Show = (act: (config: CliConfig) => Promise<CommandOutcome>) => Promise<void>;

const ROUND = ['<round>', '年度评价代码，如 fengtai-2023@2025'] as const;
const KEY = ['--key <file...>', '从可信渠道得到的公钥文件（PEM）；不写则用文件所附的公钥'] as const;

/** Commands of sealed rounds (锁定归档). Those that verify and replay need no running hub. */
export function addArchiveCommands(program: Command, show: Show): void {
  program
    .command('archive')
    .argument(...ROUND)
    .requiredOption('--output <file>', '写入的快照文件')
    .option('--reason <text>', '归档的依据，如通报文号；接着封存时不必再写', '按已通报的评价结果锁定归档')
    .option('--timeout <seconds>', '等待封存的最长时间', parseSeconds, 600)
    .description('锁定归档一个已通报的年度评价：封存（或接着封存），待封存后取得快照并核验')
    .action((round: string, options: ArchiveOptions) =>
      show((config) => archiveCommand(clientFor(config, OFFICE), round, { ...options, say })),
    );
  program
    .command('proof')
    .argument(...ROUND)
    .requiredOption('--value <value>', '评价对象/数据项/报告期[/分组]，如 110106/industrial-workers/2025')
    .requiredOption('--output <file>', '写入的存证文件')
    .description('取得归档中一个值的存证')
    .action((round: string, options: ProofOptions) =>
      show((config) => proofCommand(clientFor(config), round, options)),
    );
  program
    .command('replay')
    .argument('<file>', '用 hub archive 得到的快照')
    .option(...KEY)
    .description('离线重算快照中的全部结果，逐字节比对；指出第一处不同的评价对象和指标')
    .action((file: string, options: KeyOptions) => show(() => replayCommand(file, options)));
  addVerifiers(program.commands.find((each) => each.name() === 'verify') ?? program.command('verify'), show);
}

function addVerifiers(verify: Command, show: Show): void {
  verify
    .command('snapshot')
    .argument('<file>', '用 hub archive 得到的快照')
    .option(...KEY)
    .description('离线核验快照：签名、根、每一行；指出被改动的行、部分和键')
    .action((file: string, options: KeyOptions) => show(() => verifySnapshotCommand(file, options)));
  verify
    .command('proof')
    .argument('<file>', '用 hub proof 得到的存证')
    .option(...KEY)
    .description('离线核验一个值的存证')
    .action((file: string, options: KeyOptions) => show(() => verifyProofCommand(file, options)));
}

/** In the demonstration, sealing is for the office's approver. */
const OFFICE = 'lead-approver';

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function parseSeconds(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('应为秒数');
  return Number(text);
}
