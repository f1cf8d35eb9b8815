import type { CliError } from './cli-error.ts';

/** What a command has to show. With an error the exit code is 1; `data` and `plain` may still say how far it came. */
export interface CommandOutcome {
  readonly data: unknown;
  /** Text for people. */
  readonly plain: string;
  readonly error: CliError | null;
  /** Remarks for people that are not part of the answer; they go to standard error. */
  readonly warnings?: readonly string[];
}

export type OutputFormat = 'plain' | 'json';

/** The two streams and the exit code of an outcome. */
export interface RenderedOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: 0 | 1;
}

/** Version of the JSON envelope; raised when a field changes its meaning. */
const JSON_VERSION = '1';

export function failed(error: CliError): CommandOutcome {
  return { data: null, plain: '', error };
}

/** Renders an outcome: `json` is one document on standard output, `plain` text with faults on standard error. */
export function renderOutcome(
  { data, plain, error, warnings = [] }: CommandOutcome,
  format: OutputFormat,
): RenderedOutcome {
  const exitCode = error === null ? 0 : 1;
  if (format === 'json') {
    return {
      stdout: `${JSON.stringify({ json_version: JSON_VERSION, data, error }, null, 2)}\n`,
      stderr: '',
      exitCode,
    };
  }
  const remarks = warnings.map((warning) => `注意：${warning}\n`).join('');
  return {
    stdout: plain === '' ? '' : `${plain}\n`,
    stderr: remarks + (error === null ? '' : renderError(error)),
    exitCode,
  };
}

function renderError({ code, message, messageEn, remedy }: CliError): string {
  return `错误[${code}] ${message}\n  ${messageEn}\n  办法：${remedy}\n`;
}
