import { InvalidArgumentError, Option } from 'commander';
import { afterEach, expect, it, vi } from 'vitest';
import { createProgram, EXIT_USAGE, type HubCommand } from './hub-command.ts';

class Ended extends Error {}

function aProgram(): HubCommand {
  const program = createProgram('hub');
  program
    .description('命令行')
    .addOption(new Option('--format <format>', '输出格式').choices(['plain', 'json']).default('plain'));
  const token = program.command('token').description('访问令牌');
  token
    .command('create')
    .argument('<name>', '名称')
    .requiredOption('--days <days>', '有效天数', (text: string) => {
      if (!/^\d+$/.test(text)) throw new InvalidArgumentError('有效天数应为整数');
      return Number(text);
    })
    .addOption(new Option('--quiet', '少说').conflicts('loud'))
    .option('--loud', '多说')
    .action(() => undefined);
  return program;
}

afterEach(() => vi.restoreAllMocks());

/** What a line of words leaves: the two streams and the exit code. */
function run(...words: string[]): { stdout: string; stderr: string; code: unknown } {
  const ended = { stdout: '', stderr: '', code: 0 as unknown };
  for (const name of ['stdout', 'stderr'] as const)
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      ended[name] += String(text);
      return true;
    });
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    ended.code = code;
    throw new Ended();
  });
  try {
    aProgram().parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
  }
  return ended;
}

it.each([
  [['token', 'create', 'a', '--days', '1', '--dyas'], 'OPTION_UNKNOWN', '没有选项“--dyas”'],
  [['tokne'], 'COMMAND_UNKNOWN', '没有命令“tokne”'],
  [['token', 'craete'], 'COMMAND_UNKNOWN', '没有命令“craete”'],
  [['token', 'create', '--days', '1'], 'ARGUMENT_MISSING', '缺少参数 <name>'],
  [['token', 'create', 'a'], 'OPTION_MISSING', '缺少选项“--days <days>”'],
  [['token', 'create', 'a', '--days'], 'OPTION_VALUE_MISSING', '选项“--days <days>”缺少值'],
  [['token', 'create', 'a', '--days', 'x'], 'OPTION_INVALID', '选项“--days <days>”的值“x”不对：有效天数应为整数'],
  [['token', 'create', 'a', 'b', '--days', '1'], 'ARGUMENT_SURPLUS', '参数过多：应为 1 个，写了 2 个'],
  [['--format', 'xml', 'token'], 'OPTION_INVALID', '选项“--format <format>”的值“xml”不对：可选 plain、json'],
  [
    ['token', 'create', 'a', '--days', '1', '--quiet', '--loud'],
    'OPTION_CONFLICT',
    '选项“--quiet”和“--loud”不能同时使用',
  ],
])('says of hub %j in Chinese what is wrong, with a code and an exit code of its own', (words, code, message) => {
  const { stdout, stderr, code: exitCode } = run(...words);
  expect(stderr.split('\n')[0]).toBe(`错误[${code}] ${message}`);
  expect(stderr).toMatch(/办法：.*用法见 hub( token)?( create)? --help\n$/);
  expect([stdout, exitCode]).toEqual(['', EXIT_USAGE]);
});

it('says what was perhaps meant', () => {
  expect(run('tokne').stderr).toContain('办法：是否想写 token？用法见 hub --help');
});

it('tells programs in the format they asked for', () => {
  const { stdout, stderr } = run('--format', 'json', 'token', 'create');
  expect(JSON.parse(stdout)).toMatchObject({ json_version: '1', data: null, error: { code: 'OPTION_MISSING' } });
  expect(stderr).toBe('');
});

it('shows its help in Chinese, a group without a command as a wrong use', () => {
  const { stdout, code } = run('token', 'create', '--help');
  expect(stdout).toContain('用法： hub token create [选项] <name>');
  expect(stdout).toMatch(/参数：\n\s+name\s+名称/);
  expect(stdout).toMatch(/--days <days>\s+有效天数（必填）/);
  expect(code).toBe(0);
  const group = run('token');
  expect(group.stderr).toContain('create [选项] <name>');
  expect(group.stderr).toMatch(/help \[命令\]\s+显示一个命令的用法/);
  expect(group.code).toBe(EXIT_USAGE);
});

it('leaves no English word of the parser in any help', () => {
  const english = /Usage|Options|Arguments|Commands|default|choices|display|\[options\]|\[command\]/;
  for (const words of [['--help'], ['token', '--help'], ['token', 'create', '--help'], ['help', 'token']])
    expect(run(...words).stdout).not.toMatch(english);
});
