import { OperationTypeNode } from 'graphql';
import { ONLY_QUERIES_BY_GET } from '../http/refusals.ts';
import type { Refusal } from '../http/reply.ts';
import type { AskedRequest } from './admission.ts';

/** What is read may come by GET; what changes something may not. */
export function methodStep({ method, operation }: AskedRequest): Refusal | null {
  return method === 'GET' && operation.operation !== OperationTypeNode.QUERY ? ONLY_QUERIES_BY_GET : null;
}
