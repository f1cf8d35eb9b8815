import type { Viewer } from '../identity/viewer.ts';
import type { Logger } from '../observability/logger.ts';
import type { Trace } from '../observability/trace.ts';

/** What every resolver of a subgraph gets: who asks, under which trace, and a place for per-request loaders. */
export interface SubgraphContext {
  readonly viewer: Viewer;
  readonly trace: Trace;
  readonly log: Logger;
  /** One instance per request and name, so that a DataLoader never outlives or crosses a request. */
  once<T>(name: string, make: () => T): T;
}

export function createSubgraphContext(viewer: Viewer, trace: Trace, log: Logger): SubgraphContext {
  const made = new Map<string, unknown>();
  return {
    viewer,
    trace,
    log: log.child({ traceId: trace.traceId }),
    once<T>(name: string, make: () => T): T {
      if (!made.has(name)) made.set(name, make());
      return made.get(name) as T;
    },
  };
}
