import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { FIGURE_READS_HEADER, parseFigureReads } from '../../shared/observability/figure-reads.ts';
import { LASTING_HEADER } from '../../shared/observability/lasting-reply.ts';
import { factsOf, factsOfRequest } from '../http/request-facts.ts';
import type { RevisionBoard } from './revision-board.ts';

/** Keeps the track of answers that may be remembered: whom they come from, and what those said of them. */
export function createAnswerPlugin(revisions: RevisionBoard): GatewayPlugin {
  return {
    onSubgraphExecute({ subgraphName, executor, setExecutor }) {
      setExecutor((request) => {
        factsOf(request.context)?.track?.noteCall(subgraphName, revisions.generation(subgraphName));
        if (request.operationType !== 'mutation') return executor(request);
        // Whoever is told that his write is done reads it from now on.
        return Promise.resolve(executor(request)).finally(() => revisions.renew(subgraphName));
      });
    },
    onFetch({ context, executionRequest, fetchFn, setFetchFn }) {
      const track = factsOf(context)?.track;
      if (!track || executionRequest === undefined) return;
      setFetchFn(async (...call) => {
        const response = await fetchFn(...call);
        const reads = parseFigureReads(response.headers.get(FIGURE_READS_HEADER) ?? '');
        track.noteReply(response.status === 200 && response.headers.has(LASTING_HEADER), reads);
        return response;
      });
    },
    onResultProcess({ request, result }) {
      const track = factsOfRequest(request)?.track;
      if (track && (!('data' in result) || ('errors' in result && result.errors !== undefined))) track.noteErrors();
    },
  };
}
