import { createReadStream, type ReadStream } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { FileSource } from './file-source.ts';

/** What came of sending a file once. */
export type SendOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly text: string;
      readonly retryAfterMs: number | null;
      /** The server's clock when it answered, in milliseconds. */
      readonly servedAt: number | null;
    }
  /** Nobody knows what became of it; `wasReached` tells whether anybody was there. */
  | { readonly kind: 'lost'; readonly reason: string; readonly wasReached: boolean };

export interface SendOptions {
  readonly url: URL;
  readonly token: string;
  /** How long all of it may take. */
  readonly limitMs: number;
}

/** Some servers in between never say that one may go on. */
const LEAVE_MS = 3_000;

/** Sends a file from the disk once its head has been let in, so that a refusal is not lost in what is still being sent. */
export function sendFile(source: FileSource, options: SendOptions): Promise<SendOutcome> {
  return new Promise((resolve) => {
    const request = openRequest(source, options);
    let body: ReadStream | null = null;
    let wasReached = false;
    const go = (): void => {
      clearTimeout(timer);
      body ??= streamInto(request, source);
    };
    const timer = setTimeout(go, LEAVE_MS);
    const lose = (error: Error): void => {
      clearTimeout(timer);
      body?.destroy();
      resolve({ kind: 'lost', reason: reasonOf(error), wasReached });
    };
    request.once('socket', (socket) => socket.once('connect', () => (wasReached = true)));
    request.once('continue', go);
    request.on('error', lose);
    request.once('response', (response) => {
      clearTimeout(timer);
      body?.unpipe();
      readAnswer(response).then((answer) => {
        body?.destroy();
        request.off('error', lose).on('error', () => undefined);
        request.destroy();
        resolve(answer);
      }, lose);
    });
  });
}

function openRequest(source: FileSource, { url, token, limitMs }: SendOptions): ClientRequest {
  return (url.protocol === 'https:' ? requestSecure : requestPlain)(url, {
    method: 'POST',
    agent: false,
    signal: AbortSignal.timeout(limitMs),
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'content-type': source.mediaType,
      'content-length': source.bytes,
      'x-content-sha256': source.sha256,
      expect: '100-continue',
    },
  });
}

function streamInto(request: ClientRequest, source: FileSource): ReadStream | null {
  if (source.bytes === 0) {
    request.end();
    return null;
  }
  const body = createReadStream(source.path, { end: source.bytes - 1 });
  body.once('error', (error) => request.destroy(error));
  // Shorter than when it was looked through: what was promised will never be whole.
  body.once('end', () => body.bytesRead < source.bytes && request.destroy(new Error('the file has changed')));
  body.pipe(request);
  return body;
}

async function readAnswer(response: IncomingMessage): Promise<SendOutcome> {
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece)));
  const seconds = Number(response.headers['retry-after']);
  const servedAt = Date.parse(response.headers.date ?? '');
  return {
    kind: 'answered',
    status: response.statusCode ?? 0,
    text: Buffer.concat(pieces).toString('utf8'),
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : null,
    servedAt: Number.isNaN(servedAt) ? null : servedAt,
  };
}

function reasonOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
