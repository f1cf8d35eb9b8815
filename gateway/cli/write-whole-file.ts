import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { err, ok, type Result } from '../../shared/primitives/result.ts';
import { type CliError, cliErrors } from './cli-error.ts';

/** Writes to a file. */
export type Write = (text: string) => Promise<void>;

/**
 * Writes a file that only its owner may read and that is there whole or not at all: under its name stands what stood there
 * before until the last line is on the disk.
 */
export async function writeWholeFile<T>(
  path: string,
  fill: (write: Write) => Promise<Result<T, CliError>>,
): Promise<Result<T, CliError>> {
  const draft = `${path}.${randomBytes(4).toString('hex')}.part`;
  let file: FileHandle;
  try {
    file = await open(draft, 'wx', 0o600);
  } catch (error) {
    return err(cliErrors.fileNotWritable(path, reasonOf(error)));
  }
  try {
    const filled = await fill(async (text) => void (await file.write(text)));
    await file.sync();
    await file.close();
    if (filled.ok) await rename(draft, path);
    return filled.ok ? ok(filled.value) : filled;
  } catch (error) {
    await file.close().catch(() => undefined);
    return err(cliErrors.fileNotWritable(path, reasonOf(error)));
  } finally {
    await rm(draft, { force: true });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
