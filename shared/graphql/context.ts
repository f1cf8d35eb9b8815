import type { Viewer } from '../identity/viewer.ts';
import type { Logger } from '../observability/logger.ts';
import type { Trace } from '../observability/trace.ts';

/** What every resolver of a subgraph gets: who asks, and under which trace. What is made per request: `RequestMemory`. */
export interface SubgraphContext {
  readonly viewer: Viewer;
  readonly trace: Trace;
  readonly log: Logger;
}

export function createSubgraphContext(viewer: Viewer, trace: Trace, log: Logger): SubgraphContext {
  return { viewer, trace, log: log.child({ traceId: trace.traceId }) };
}
