import type { Reply } from '../../http/reply.ts';

/** One request, read. */
export interface Call {
  readonly query: URLSearchParams;
  /** Empty unless it was posted. */
  readonly form: URLSearchParams;
  readonly cookies: ReadonlyMap<string, string>;
  readonly authorization: string | undefined;
  /** Where it comes from, as the connection says. */
  readonly address: string;
}

export type Endpoint = (call: Call) => Reply | Promise<Reply>;

export function redirectReply(location: string, headers: Readonly<Record<string, string>> = {}): Reply {
  // 303: whatever was posted is not posted again.
  return { status: 303, headers: { location, ...headers }, body: '' };
}
