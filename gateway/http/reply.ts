import type { IncomingMessage, ServerResponse } from 'node:http';
import { SECURITY_HEADERS } from './security-headers.ts';

/** What is sent for one request. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or the bytes of one that was sent before. */
  readonly body: string | Buffer;
}

const JSON_TYPE = 'application/json; charset=utf-8';

export function jsonReply(status: number, data: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body: JSON.stringify(data) };
}

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long it is held back. */
  readonly holdMs?: number;
  /** Where in the document. */
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
}

/** A request that is not executed, in the one shape of errors. */
export function refusalReply(refusal: Refusal, traceId: string, accept?: string): Reply {
  const { status, code, message, headers, locations } = refusal;
  const data = { errors: [{ message, locations, extensions: { code, traceId } }] };
  return jsonReply(status, data, { 'content-type': errorType(accept), ...headers });
}

const GRAPHQL_TYPE = 'application/graphql-response+json';

/** Whether a client reads the media type under which the status speaks of the GraphQL request, too. */
export function acceptsGraphqlType(accept: string | undefined): boolean {
  return accept?.toLowerCase().includes(GRAPHQL_TYPE) ?? false;
}

function errorType(accept: string | undefined): string {
  return acceptsGraphqlType(accept) ? `${GRAPHQL_TYPE}; charset=utf-8` : JSON_TYPE;
}

export function sendReply(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  response.writeHead(reply.status, {
    ...SECURITY_HEADERS,
    ...reply.headers,
    'content-length': Buffer.byteLength(reply.body),
  });
  // As text it leaves in one piece with the head.
  response.end(request.method === 'HEAD' ? undefined : reply.body);
}
