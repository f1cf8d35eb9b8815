import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';

export interface DepartmentCallOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** How long until the department has said that it takes the file. */
  readonly openMs: number;
  /** Largest answer. */
  readonly replyBytes: number;
}

export interface DepartmentAnswer {
  readonly status: number;
  readonly text: string;
}

/** A call whose body is handed over as it comes. */
export interface DepartmentCall {
  readonly sink: ClientRequest;
  /** `READY` once it takes the body; else it has answered already, or is lost. */
  readonly opened: Promise<'READY' | 'ANSWERED' | 'LOST'>;
  /** Null when there will be none. */
  readonly answer: Promise<DepartmentAnswer | null>;
  /** Aborted when the department takes no more of the body. */
  readonly over: AbortSignal;
  /** Ends the call wherever it stands; harmless after its end. */
  give(): void;
}

/**
 * Begins an upload to a department and waits for its leave before any of the body is sent: it has seen the signature by
 * then. One connection per upload, kept open beyond an early answer, so that the answer is not lost to a reset.
 */
export function callDepartment({ url, headers, openMs, replyBytes }: DepartmentCallOptions): DepartmentCall {
  const send = url.protocol === 'https:' ? requestSecure : requestPlain;
  const sink = send(url, {
    method: 'POST',
    headers: { ...headers, expect: '100-continue', connection: 'keep-alive' },
    agent: false,
  });
  const over = new AbortController();
  const answer = new Promise<DepartmentAnswer | null>((resolve) => {
    const lose = (): void => resolve(null);
    sink.on('error', lose);
    sink.once('response', (response) => {
      sink.off('close', lose);
      over.abort();
      readAnswer(response, replyBytes).then(resolve, lose);
    });
    sink.once('close', lose);
    sink.once('close', () => over.abort());
  });
  const opened = new Promise<'READY' | 'ANSWERED' | 'LOST'>((resolve) => {
    const timer = setTimeout(() => sink.destroy(), openMs);
    sink.once('continue', () => resolve('READY'));
    answer.then(
      (given) => resolve(given === null ? 'LOST' : 'ANSWERED'),
      () => resolve('LOST'),
    );
    over.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    sink.once('continue', () => clearTimeout(timer));
  });
  return { sink, opened, answer, over: over.signal, give: () => void sink.destroy() };
}

async function readAnswer(response: IncomingMessage, limitBytes: number): Promise<DepartmentAnswer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    length += bytes.byteLength;
    if (length > limitBytes) return null;
    chunks.push(bytes);
  }
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') };
}
