import type { CliError } from '../cli-error.ts';

/** A wrong use of a command, as the parser of command lines tells it. */
export interface WrongUse {
  /** The parser's own sentence. */
  readonly message: string;
  /** The command as it is called, e.g. `hub token create`. */
  readonly command: string;
}

interface Sentence {
  readonly code: string;
  readonly pattern: RegExp;
  readonly say: (...parts: string[]) => string;
}

/** What the parser can find wrong; the groups of a pattern are what it is about. */
const SENTENCES: readonly Sentence[] = [
  { code: 'OPTION_UNKNOWN', pattern: /^unknown option '(.+)'$/, say: (option) => `没有选项“${option}”` },
  { code: 'COMMAND_UNKNOWN', pattern: /^unknown command '(.+)'$/, say: (name) => `没有命令“${name}”` },
  { code: 'ARGUMENT_MISSING', pattern: /^missing required argument '(.+)'$/, say: (name) => `缺少参数 <${name}>` },
  { code: 'OPTION_VALUE_MISSING', pattern: /^option '(.+)' argument missing$/, say: (flags) => `选项“${flags}”缺少值` },
  { code: 'OPTION_MISSING', pattern: /^required option '(.+)' not specified$/, say: (flags) => `缺少选项“${flags}”` },
  {
    code: 'ARGUMENT_SURPLUS',
    pattern: /^too many arguments(?: for '.*')?\. Expected (\d+) arguments? but got (\d+)\.$/,
    say: (expected, found) => `参数过多：应为 ${expected} 个，写了 ${found} 个`,
  },
  {
    code: 'OPTION_CONFLICT',
    pattern: /^option '(.+)' cannot be used with option '(.+)'$/,
    say: (one, other) => `选项“${one}”和“${other}”不能同时使用`,
  },
  {
    code: 'OPTION_INVALID',
    pattern: /^option '(.+)' argument '(.*)' is invalid\. ?(.*)$/,
    say: (flags, value, why) => `选项“${flags}”的值“${value}”不对：${reasonOf(why)}`,
  },
  {
    code: 'ARGUMENT_INVALID',
    pattern: /^command-argument value '(.*)' is invalid for argument '(.+)'\. ?(.*)$/,
    say: (value, name, why) => `参数 <${name}> 的值“${value}”不对：${reasonOf(why)}`,
  },
];

/** The fault of a wrong use in the form of every other: a stable code, both languages, what to do. */
export function toUsageFault({ message, command }: WrongUse): CliError {
  const [sentence = '', suggestion] = message.replace(/^error: /, '').split('\n(Did you mean ');
  const meant = suggestion?.replace(/^one of /, '').replace(/\?\)$/, '');
  const hint = meant === undefined ? '' : `是否想写 ${meant.split(', ').join('、')}？`;
  const remedy = `${hint}用法见 ${command} --help`;
  for (const { code, pattern, say } of SENTENCES) {
    const found = pattern.exec(sentence);
    if (found !== null) return { code, message: say(...found.slice(1)), messageEn: sentence, remedy };
  }
  return { code: 'USAGE_WRONG', message: `命令的写法不对：${sentence}`, messageEn: sentence, remedy };
}

/** Our own parsers give their reason in Chinese; the list of choices is the parser's. */
function reasonOf(why = ''): string {
  const choices = /^Allowed choices are (.+)\.$/.exec(why)?.[1];
  return choices === undefined ? why : `可选 ${choices.split(', ').join('、')}`;
}
