import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { type CliError, cliErrors } from '../cli-error.ts';

/** A file to be sent, which can be read again. */
export interface FileSource {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly mediaType: 'text/csv' | 'application/x-ndjson';
  /** Forgets what was put aside. */
  close(): void;
}

/** Looks through a file without holding it; `-` is standard input, put aside in a private folder until it is sent. */
export async function openSource(file: string): Promise<Result<FileSource, CliError>> {
  const folder = file === '-' ? mkdtempSync(join(tmpdir(), 'hub-input-')) : null;
  const close = (): void => {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const path = folder === null ? file : join(folder, 'input');
    if (folder !== null) await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }));
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(path)) {
      const piece: Buffer = chunk;
      hash.update(piece);
      bytes += piece.byteLength;
    }
    return ok({ path, bytes, sha256: hash.digest('hex'), mediaType: await mediaTypeOf(file, path), close });
  } catch (error) {
    close();
    return err(cliErrors.fileUnreadable(file, error instanceof Error ? error.message : String(error)));
  }
}

/** By the name; where it says nothing, by the first sign: an object begins with a brace. */
async function mediaTypeOf(name: string, path: string): Promise<FileSource['mediaType']> {
  if (/\.csv$/i.test(name)) return 'text/csv';
  if (/\.(ndjson|jsonl)$/i.test(name)) return 'application/x-ndjson';
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0);
    const head = buffer
      .subarray(0, bytesRead)
      .toString('utf8')
      .replace(/^\ufeff/, '');
    return head.trimStart().startsWith('{') ? 'application/x-ndjson' : 'text/csv';
  } finally {
    await handle.close();
  }
}
