#!/usr/bin/env node
import { Option } from 'commander';
import { addAccessCommands } from './access-commands.ts';
import { addArchiveCommands } from './archive-commands.ts';
import { addBackupCommands } from './backup-commands.ts';
import { doctorCommand } from './commands/doctor/doctor.command.ts';
import { loginCommand, logoutCommand } from './commands/access/login.command.ts';
import { queryCommand, type QueryOptions } from './commands/query.command.ts';
import { clientFor } from './client-for.ts';
import { type CliConfig, readCliConfig } from './config.ts';
import { addEvaluationCommands } from './evaluation-commands.ts';
import { addFrameworkCommands } from './framework-commands.ts';
import { type CommandOutcome, type OutputFormat, renderOutcome } from './outcome.ts';
import { addReportingCommands } from './reporting-commands.ts';
import { addResultsCommands } from './results-commands.ts';
import { createProgram } from './usage/hub-command.ts';
import { productVersion } from './usage/product-version.ts';

interface GlobalOptions {
  readonly format: OutputFormat;
  readonly url?: string;
}

// `hub … | head` closes the pipe early; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const program = createProgram('hub')
  .description('产业工人队伍建设改革评价数据联邦的命令行')
  .addOption(new Option('--format <format>', '输出格式').choices(['plain', 'json']).default('plain'))
  .option('--url <url>', 'GraphQL 地址，默认取 HUB_URL，再默认本机 HUB_PORT 端口（4000）')
  .version(productVersion(), '-V, --version', '显示版本')
  .configureHelp({ showGlobalOptions: true });

program
  .command('doctor')
  .description('检查 Node 版本、数据目录、网关、令牌和各项服务，及评价落后多少')
  .action(() => show((config) => doctorCommand(config, clientFor(config))));

addFrameworkCommands(program, show);
addReportingCommands(program, show);

program
  .command('query')
  .argument('<file>', 'GraphQL 文件，- 为标准输入')
  .option('--variables <json>', '变量，一个 JSON 对象')
  .description('执行一个 GraphQL 查询')
  .action((file: string, options: QueryOptions) => show((config) => queryCommand(clientFor(config), file, options)));

addEvaluationCommands(program, show);

program
  .command('login')
  .option('--issuer <url>', '身份服务的地址，默认取 IDENTITY_ISSUER')
  .option('--client <id>', '本命令在身份服务登记的应用标识', 'hub-cli')
  .description('在浏览器中登录，此后的命令以本人身份执行')
  .action(({ issuer, client }: { issuer?: string; client: string }) =>
    show((config) =>
      loginCommand({
        issuer: issuer ?? config.issuer,
        clientId: client,
        dataFolder: config.dataFolder,
        announce: (address) => process.stderr.write(`请在浏览器中打开：\n${address}\n`),
      }),
    ),
  );

program
  .command('logout')
  .description('忘记本机上的登录')
  .action(() => show((config) => Promise.resolve(logoutCommand(config.dataFolder))));

addResultsCommands(program, show);
addArchiveCommands(program, show);
addAccessCommands(program, show);
addBackupCommands(program, show);

await program.parseAsync();

async function show(act: (config: CliConfig) => Promise<CommandOutcome>): Promise<void> {
  const { format, url } = program.opts<GlobalOptions>();
  const { stdout, stderr, exitCode } = renderOutcome(await act(readCliConfig(url)), format);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = exitCode;
}
