import type { IncomingMessage } from 'node:http';
import { err, ok, type Result } from '../../shared/primitives/result.ts';

/** Whether a body says by itself that it is larger than the limit. */
export function isTooLong({ headers }: IncomingMessage, limitBytes: number): boolean {
  return Number(headers['content-length'] ?? 0) > limitBytes;
}

/** The whole body as text; refused as soon as it is seen to be larger than the limit. */
export async function readBody(
  request: IncomingMessage,
  limitBytes: number,
): Promise<Result<string, 'TOO_LARGE' | 'CUT_OFF'>> {
  if (isTooLong(request, limitBytes)) return err('TOO_LARGE');
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      length += bytes.byteLength;
      if (length > limitBytes) return err('TOO_LARGE');
      chunks.push(bytes);
    }
  } catch {
    return err('CUT_OFF');
  }
  return ok(Buffer.concat(chunks).toString('utf8'));
}
