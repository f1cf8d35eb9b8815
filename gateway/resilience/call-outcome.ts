/** What is known about one call to a subgraph once it is over. */
export interface CallFacts {
  /** HTTP status of the reply; null when none arrived (refused, reset, TLS, timeout). */
  readonly status: number | null;
  /** Whether the body was a GraphQL response. */
  readonly isGraphql: boolean;
  /** Whether we gave the call up ourselves for a reason that is not the subgraph's: reload, shutdown, the client left. */
  readonly isAbandoned: boolean;
}

/**
 * - `ANSWERED` the subgraph did its work, be it with GraphQL errors
 * - `REFUSED` it is alive but would not take the call (4xx): no data, yet no reason to stop asking
 * - `FAILED` it could not answer: the breaker counts this, and only this
 * - `ABANDONED` nothing was learnt about it
 */
export type CallOutcome = 'ANSWERED' | 'REFUSED' | 'FAILED' | 'ABANDONED';

const OVERLOADED_OR_AWAY = new Set([502, 503, 504]);

/** The written rule of what counts as failure of a subgraph. */
export function judgeCall({ status, isGraphql, isAbandoned }: CallFacts): CallOutcome {
  if (isAbandoned) return 'ABANDONED';
  if (status === null || OVERLOADED_OR_AWAY.has(status)) return 'FAILED';
  // 401 says that our signature was not accepted; what its body says is about us, not about the client.
  if (status === 401) return 'REFUSED';
  if (isGraphql) return 'ANSWERED';
  return status >= 400 && status < 500 ? 'REFUSED' : 'FAILED';
}
