import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../../shared/primitives/result.ts';
import { type CliError, cliErrors } from './cli-error.ts';

/** The text of a file, `-` for standard input. Bytes that are not UTF-8 are refused: a wrong character in a figure's text is worse than none. */
export function readTextFile(file: string): Result<string, CliError> {
  try {
    const bytes = readFileSync(file === '-' ? 0 : file);
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const reason =
      error instanceof TypeError
        ? '不是 UTF-8 编码 (not UTF-8)'
        : error instanceof Error
          ? error.message
          : String(error);
    return err(cliErrors.fileUnreadable(file, reason));
  }
}
