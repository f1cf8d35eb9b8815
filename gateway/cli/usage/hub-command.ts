import { type Argument, Command, Help, type Option } from 'commander';
import { failed, type OutputFormat, renderOutcome } from '../outcome.ts';
import { displayWidth } from '../table.ts';
import { toUsageFault } from './usage-fault.ts';

/** Exit code of a command that was written wrong; what was written right and not done ends with 1. */
export const EXIT_USAGE = 2;

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Global Options:': '各命令通用的选项：',
  'Commands:': '命令：',
};

/** A command whose help and faults are for people who read Chinese; faults have the form of all others. */
export class HubCommand extends Command {
  override createCommand(name?: string): HubCommand {
    return new HubCommand(name);
  }

  override createHelp(): Help {
    return Object.assign(new ChineseHelp(), this.configureHelp());
  }

  /** Ends the process: what the parser found wrong, in the format that was asked for. */
  override error(message: string): never {
    const fault = toUsageFault({ message, command: pathOf(this) });
    const { stdout, stderr } = renderOutcome(failed(fault), formatOf(this));
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    process.exit(EXIT_USAGE);
  }
}

/** The command that all others are under, and that they take these settings from. */
export function createProgram(name: string): HubCommand {
  return (
    new HubCommand(name)
      .helpOption('-h, --help', '显示用法')
      .helpCommand('help [命令]', '显示一个命令的用法')
      // A group of commands without one of them shows its help, which is not what was wanted.
      .exitOverride(({ code, exitCode }) =>
        process.exit(code === 'commander.help' && exitCode !== 0 ? EXIT_USAGE : exitCode),
      )
  );
}

class ChineseHelp extends Help {
  /** A Chinese character takes two places of a column. */
  override displayWidth(text: string): number {
    return displayWidth(text);
  }

  override styleTitle(title: string): string {
    return TITLES[title] ?? title;
  }

  override commandUsage(command: Command): string {
    return inChinese(super.commandUsage(command));
  }

  override subcommandTerm(command: Command): string {
    return inChinese(super.subcommandTerm(command));
  }

  override optionDescription({ description, argChoices, defaultValue, mandatory }: Option): string {
    return described(description, argChoices, defaultValue, mandatory);
  }

  override argumentDescription({ description, argChoices, defaultValue }: Argument): string {
    return described(description, argChoices, defaultValue, false);
  }
}

function described(
  description: string,
  choices: readonly string[] | undefined,
  standard: unknown,
  isMandatory: boolean,
): string {
  const isTold = standard !== undefined && standard !== false;
  const remarks = [
    ...(isMandatory ? ['必填'] : []),
    ...(choices === undefined ? [] : [`可选 ${choices.join('、')}`]),
    ...(isTold ? [`默认 ${String(standard)}`] : []),
  ];
  return remarks.length === 0 ? description : `${description}（${remarks.join('；')}）`;
}

function inChinese(usage: string): string {
  return usage.replaceAll('[options]', '[选项]').replaceAll('[command]', '[命令]');
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** What was asked for as far as it has been read; a wrong format is told to people. */
function formatOf(command: Command): OutputFormat {
  return command.optsWithGlobals()['format'] === 'json' ? 'json' : 'plain';
}
