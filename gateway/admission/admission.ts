import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Viewer } from '../../shared/identity/viewer.ts';
import type { GraphqlParams } from '../http/graphql-params.ts';
import type { Refusal } from '../http/reply.ts';
import type { ParsedDocument } from '../limits/parsed-document.ts';

/** One request as it is known between identity and execution: who asks, and for what. */
export interface AskedRequest {
  /** Null only for the anonymous `{ __typename }`. */
  readonly viewer: Viewer | null;
  readonly method: string;
  readonly params: GraphqlParams;
  readonly parsed: ParsedDocument;
  /** The one operation that would be executed. */
  readonly operation: OperationDefinitionNode;
  /** The graph as clients see it; null while none is served. */
  readonly schema: GraphQLSchema | null;
}

/** One rule about what may be executed: the refusal, or null. It reaches no subgraph and keeps no time. */
export type AdmissionStep = (request: AskedRequest) => Refusal | null;

/** The first refusal of a chain of rules; cheap ones stand first. */
export function admit(steps: readonly AdmissionStep[], request: AskedRequest): Refusal | null {
  for (const step of steps) {
    const refusal = step(request);
    if (refusal) return refusal;
  }
  return null;
}
