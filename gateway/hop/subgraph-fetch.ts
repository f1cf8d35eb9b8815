import { Agent as HttpAgent, type IncomingMessage, request as requestHttp, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { ReplyTooLarge } from '../resilience/read-reply.ts';
import { WholeReply } from './whole-reply.ts';

/** Of a fetch what is used for calls to subgraphs. */
export interface SubgraphCall {
  readonly method?: string | undefined;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}

export interface SubgraphFetch {
  (url: string, call?: SubgraphCall): Promise<Response>;
  /** Lets go of connections that are kept for the next call. */
  close(): void;
}

/** Connections kept per subgraph while none of them is used; in use there may be as many as there are calls. */
const MOST_IDLE = 64;
/** Headers of a reply that something behind reads. */
const READ_HEADERS = ['content-type', 'retry-after', 'x-hub-reads', 'x-hub-lasting', 'location'] as const;
/** Without a body, whatever comes. */
const BODILESS = new Set([204, 205, 304]);

/**
 * Calls to subgraphs over connections that are kept, on Node's own client: replies come as whole texts, which the general
 * `fetch` would carry through several streams. A reply that grows beyond the limit is cut off, a redirection not followed.
 */
export function createSubgraphFetch(limitBytes: number): SubgraphFetch {
  const kept = { keepAlive: true, maxFreeSockets: MOST_IDLE, scheduling: 'lifo' } as const;
  const agents = { 'http:': new HttpAgent(kept), 'https:': new HttpsAgent(kept) };
  const call = (address: string, { method = 'GET', headers, body, signal }: SubgraphCall = {}): Promise<Response> =>
    new Promise((resolve, reject) => {
      const url = new URL(address);
      const text = typeof body === 'string' ? body : '';
      const options: RequestOptions = {
        method,
        headers: { ...plainHeaders(headers), 'content-length': Buffer.byteLength(text) },
        ...(signal ? { signal } : {}),
      };
      const onReply = (reply: IncomingMessage): void => {
        readWhole(reply, limitBytes).then(resolve, (error: unknown) => {
          reply.destroy();
          reject(error);
        });
      };
      const outgoing =
        url.protocol === 'https:'
          ? requestHttps(url, { ...options, agent: agents['https:'] }, onReply)
          : requestHttp(url, { ...options, agent: agents['http:'] }, onReply);
      outgoing.setNoDelay(true);
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  const close = (): void => {
    for (const agent of Object.values(agents)) agent.destroy();
  };
  return Object.assign(call, { close });
}

function readWhole(reply: IncomingMessage, limitBytes: number): Promise<Response> {
  return new Promise((resolve, reject) => {
    const status = reply.statusCode ?? 0;
    if (status < 200 || status > 599) return reject(new Error(`a subgraph answered ${status}`));
    if (Number(reply.headers['content-length'] ?? 0) > limitBytes) return reject(new ReplyTooLarge(limitBytes));
    const chunks: Buffer[] = [];
    let length = 0;
    reply.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limitBytes) return reject(new ReplyTooLarge(limitBytes));
      chunks.push(chunk);
    });
    reply.on('error', reject);
    reply.on('aborted', () => reject(Object.assign(new Error('the reply broke off'), { code: 'ECONNRESET' })));
    reply.on('end', () => {
      const [first] = chunks;
      const whole = chunks.length === 1 && first ? first : Buffer.concat(chunks, length);
      const text = BODILESS.has(status) ? '' : whole.toString('utf8');
      resolve(new WholeReply(text, { status, headers: readHeaders(reply) }));
    });
  });
}

function readHeaders(reply: IncomingMessage): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of READ_HEADERS) {
    const value = reply.headers[name];
    if (typeof value === 'string') found[name] = value;
  }
  return found;
}

function plainHeaders(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) return {};
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
