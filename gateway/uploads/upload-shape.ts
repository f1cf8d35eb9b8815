import type { IncomingHttpHeaders } from 'node:http';
import { err, ok, type Result } from '../../shared/primitives/result.ts';
import { tooLarge, type UploadRefusal, uploadRefusals } from './upload-refusals.ts';

export interface UploadShape {
  readonly contentType: string;
  /** What the client says the body's SHA-256 is, in lower-case hexadecimal. */
  readonly sha256: string | null;
}

/** None of them can be sent by a foreign page without asking first, so no further token against that is needed. */
const MEDIA_TYPES = new Set(['text/csv', 'application/x-ndjson']);

/** What can be said of an upload by its head alone. */
export function checkUploadShape(
  method: string | undefined,
  headers: IncomingHttpHeaders,
  limitBytes: number,
): Result<UploadShape, UploadRefusal> {
  if (method !== 'POST') return err(uploadRefusals.method);
  const contentType = readMediaType(headers['content-type']);
  const isPlain = (headers['content-encoding']?.trim().toLowerCase() ?? 'identity') === 'identity';
  const transfer = headers['transfer-encoding']?.trim().toLowerCase();
  const isPlainTransfer = transfer === undefined || transfer === 'chunked';
  if (contentType === null || !isPlain || !isPlainTransfer) return err(uploadRefusals.mediaType);
  const length = headers['content-length'];
  if (length === undefined && transfer === undefined) return err(uploadRefusals.noBody);
  if (Number(length ?? 0) > limitBytes) return err(tooLarge(limitBytes));
  const sha256 = headers['x-content-sha256']?.toString().toLowerCase() ?? null;
  if (sha256 !== null && !/^[0-9a-f]{64}$/.test(sha256)) return err(uploadRefusals.digestHeader);
  return ok({ contentType, sha256 });
}

function readMediaType(header: string | undefined): string | null {
  const [type = '', ...parameters] = (header ?? '').toLowerCase().split(';');
  const charsets = parameters.map((text) => text.trim()).filter((text) => text.startsWith('charset'));
  const isUtf8 = charsets.every((text) => /^charset="?utf-?8"?$/.test(text));
  return MEDIA_TYPES.has(type.trim()) && isUtf8 ? type.trim() : null;
}

const ADDRESS = /^\/uploads\/([a-z][a-z0-9-]{0,63})$/;

/** Whether a path is one for files, be it of a subgraph that exists or not. */
export function isUploadPath(path: string): boolean {
  return path.startsWith('/uploads/');
}

/** The same of a request's target as it was written; only where no rule about addresses could make another path of it. */
export function isUploadTarget(target: string | undefined): boolean {
  return ADDRESS.test(target?.split('?', 1)[0] ?? '');
}

/** The subgraph a path names; null where it names none. */
export function subgraphOf(path: string): string | null {
  return ADDRESS.exec(path)?.[1] ?? null;
}
