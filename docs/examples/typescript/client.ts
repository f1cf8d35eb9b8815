import { setTimeout as pause } from 'node:timers/promises';
import type { TypedDocumentString } from './generated/graphql.ts';

const HUB = process.env['HUB_URL'] ?? 'http://127.0.0.1:4000';
const TOKEN = process.env['HUB_TOKEN'] ?? '';
const ATTEMPTS = 5;

/** One entry of `errors`. */
export interface HubError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly traceId: string;
    /** With `SUBGRAPH_UNAVAILABLE`: who is away. */
    readonly serviceName?: string;
    readonly units?: readonly { readonly code: string; readonly name: string }[];
  };
}

/** `errors` is empty when the answer is whole; otherwise some of `data` is null, and `errors` says which and why. */
export interface Answer<T> {
  readonly data: T;
  readonly errors: readonly HubError[];
}

/** Nothing was answered: the request itself was refused. */
export class Refused extends Error {
  constructor(readonly error: HubError) {
    super(`${error.extensions.code}: ${error.message} (trace ${error.extensions.traceId})`);
  }
}

interface Body<T> {
  readonly data?: T | null;
  readonly errors?: readonly HubError[];
}

/** Asks one query; waits and asks again when the hub says that it is too much (429) or too busy (503). */
export async function ask<T, V>(document: TypedDocumentString<T, V>, variables: V): Promise<Answer<T>> {
  for (let attempt = 1; ; attempt += 1) {
    const reply = await fetch(`${HUB}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ query: document.toString(), variables }),
    });
    if ((reply.status === 429 || reply.status === 503) && attempt < ATTEMPTS) {
      await pause(1000 * Number(reply.headers.get('retry-after') ?? attempt));
      continue;
    }
    const { data, errors = [] }: Body<T> = JSON.parse(await reply.text());
    if (data !== undefined && data !== null) return { data, errors };
    const [error] = errors;
    throw error === undefined ? new Error(`the hub answered ${reply.status}`) : new Refused(error);
  }
}
