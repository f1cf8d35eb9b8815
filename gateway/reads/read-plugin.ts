import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { hasRole } from '../../shared/identity/viewer.ts';
import { FIGURE_READS_HEADER, parseFigureReads } from '../../shared/observability/figure-reads.ts';
import { factsOf } from '../http/request-facts.ts';
import type { ReadLog } from './read-log.ts';

/**
 * Notes whose figures each reply of a subgraph holds. A unit's look at its own figures is no event,
 * nor is the evaluation service's: it is shown everything, always, by its task.
 */
export function createReadPlugin(reads: ReadLog): GatewayPlugin {
  return {
    onFetch({ context, fetchFn, setFetchFn }) {
      const facts = factsOf(context);
      const viewer = facts?.viewer;
      if (!facts || !viewer || hasRole(viewer, 'service')) return;
      const operation = facts.prepared.params.operationName ?? '';
      setFetchFn(async (...call) => {
        const response = await fetchFn(...call);
        for (const { memberUnit, values } of parseFigureReads(response.headers.get(FIGURE_READS_HEADER) ?? '')) {
          if (memberUnit === viewer.memberUnit) continue;
          reads.note(viewer, { ownerUnit: memberUnit, operation, values, traceId: facts.trace.traceId });
        }
        return response;
      });
    },
  };
}
