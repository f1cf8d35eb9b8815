import type { SubgraphContext } from '../../../../shared/graphql/context.ts';
import type { Caller } from '../round-act.service.ts';

/** Who acts in a request, and under which trace. */
export function callerOf({ viewer, trace }: SubgraphContext): Caller {
  return { viewer, traceId: trace.traceId };
}
