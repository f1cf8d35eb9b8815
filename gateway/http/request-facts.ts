import type { DocumentNode } from 'graphql';
import type { Viewer } from '../../shared/identity/viewer.ts';
import type { Trace } from '../../shared/observability/trace.ts';
import type { AnswerTrack } from '../answers/answer-track.ts';
import type { Deadline } from '../resilience/deadline.ts';
import type { GraphqlParams } from './graphql-params.ts';

/** What was admitted and is to be executed. */
export interface PreparedOperation {
  readonly params: GraphqlParams;
  readonly document: DocumentNode;
  readonly isQuery: boolean;
}

/** What the gateway itself established about one request. Nothing here is copied from a client's own x-hub-* header. */
export interface RequestFacts {
  /** Null only for the anonymous `{ __typename }`, which reaches no subgraph. */
  readonly viewer: Viewer | null;
  readonly trace: Trace;
  /** Where the client's connection comes from; what a client says about it is not looked at. */
  readonly address: string;
  readonly deadline: Deadline;
  readonly prepared: PreparedOperation;
  /** Kept while the answer is one that may be remembered. */
  readonly track?: AnswerTrack | undefined;
}

/** Kept beside the request object instead of in the runtime's context: no plugin or header can overwrite it. */
const known = new WeakMap<object, RequestFacts>();

export function bindFacts(request: object, facts: RequestFacts): void {
  known.set(request, facts);
}

/** The facts of the request that an execution context belongs to. */
export function factsOf(context: unknown): RequestFacts | undefined {
  if (typeof context !== 'object' || context === null || !('request' in context)) return undefined;
  return factsOfRequest(context.request);
}

export function factsOfRequest(request: unknown): RequestFacts | undefined {
  return typeof request === 'object' && request !== null ? known.get(request) : undefined;
}
