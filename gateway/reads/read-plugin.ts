import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { FIGURE_READS_HEADER, parseFigureReads } from '../../shared/observability/figure-reads.ts';
import { factsOf } from '../http/request-facts.ts';
import { noteReads } from './note-reads.ts';
import type { ReadLog } from './read-log.ts';

/** Notes whose figures each reply of a subgraph holds. */
export function createReadPlugin(reads: ReadLog): GatewayPlugin {
  return {
    onFetch({ context, fetchFn, setFetchFn }) {
      const facts = factsOf(context);
      const viewer = facts?.viewer;
      if (!facts || !viewer) return;
      const operation = facts.prepared.params.operationName ?? '';
      setFetchFn(async (...call) => {
        const response = await fetchFn(...call);
        const shown = parseFigureReads(response.headers.get(FIGURE_READS_HEADER) ?? '');
        noteReads(reads, viewer, { reads: shown, operation, traceId: facts.trace.traceId });
        return response;
      });
    },
  };
}
