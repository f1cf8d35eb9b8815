import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline as pipelineOf, type Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BackupRefused } from './backup-refused.ts';
import { folderErrors } from './backup-errors.ts';

/** What a stream of rows came to. */
export interface RowsDigest {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a file came to. */
export interface FileDigest {
  readonly fileBytes: number;
  readonly fileSha256: string;
}

/** Compresses well enough and keeps up with the database. */
const GZIP_LEVEL = 3;
const LINE_BREAK = 0x0a;

/** Counts and hashes what goes by. A row of COPY is a line: line breaks within values are escaped. */
export class DigestTransform extends Transform {
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;
  #lines = 0;

  override _transform(piece: Buffer, _encoding: BufferEncoding, done: (error: null, piece: Buffer) => void): void {
    this.#hash.update(piece);
    this.#bytes += piece.length;
    for (let at = piece.indexOf(LINE_BREAK); at >= 0; at = piece.indexOf(LINE_BREAK, at + 1)) this.#lines += 1;
    done(null, piece);
  }

  /** To be asked once, at the end. */
  get rows(): RowsDigest {
    return { rows: this.#lines, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** The same of a file. */
  get file(): FileDigest {
    return { fileBytes: this.#bytes, fileSha256: this.#hash.digest('hex') };
  }
}

/** Writes rows compressed to a new file. */
export async function writeRows(rows: Readable, path: string, signal: AbortSignal): Promise<RowsDigest & FileDigest> {
  const content = new DigestTransform();
  const compressed = new DigestTransform();
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  await pipeline(rows, content, createGzip({ level: GZIP_LEVEL }), compressed, file, { signal });
  return { ...content.rows, ...compressed.file };
}

/** Reads rows and comes to their digest. */
export async function digestRows(rows: Readable): Promise<RowsDigest> {
  const content = new DigestTransform();
  await pipeline(rows, content, nowhere());
  return content.rows;
}

/** The rows of a file, as they were before they were compressed. */
export function readRows(path: string): Readable {
  const rows = createGunzip({ chunkSize: 262_144 });
  // Whoever reads the rows is told of a fault, even if it comes before the first of them is asked for.
  pipelineOf(createReadStream(path, { highWaterMark: 262_144 }), rows, () => undefined);
  return rows;
}

/** Refuses a file that is not, byte for byte, what the manifest says. */
export async function checkFile(path: string, name: string, expected: FileDigest): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) throw new BackupRefused(folderErrors.fileMissing(name));
  if (found.size !== expected.fileBytes)
    throw new BackupRefused(folderErrors.fileTruncated(name, found.size, expected.fileBytes));
  const digest = new DigestTransform();
  await pipeline(createReadStream(path, { highWaterMark: 262_144 }), digest, nowhere());
  if (digest.file.fileSha256 !== expected.fileSha256) throw new BackupRefused(folderErrors.fileChanged(name));
}

/** Refuses a file whose rows are not those the manifest speaks of, though the file is what was written. */
export async function checkRows(path: string, name: string, expected: RowsDigest): Promise<void> {
  const found = await digestRows(readRows(path)).catch(() => null);
  if (found === null || !isSame(found, expected)) throw new BackupRefused(folderErrors.fileChanged(name));
}

export function isSame(a: RowsDigest, b: RowsDigest): boolean {
  return a.rows === b.rows && a.bytes === b.bytes && a.sha256 === b.sha256;
}

function nowhere(): Writable {
  return new Writable({ write: (_piece, _encoding, done) => done() });
}
