import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { type DocumentNode, getOperationAST } from 'graphql';
import type { Logger } from '../../shared/observability/logger.ts';
import { factsOfRequest } from '../http/request-facts.ts';
import type { GatewayMetrics } from '../observability/metrics.ts';
import { formatErrors, SUBGRAPH_UNAVAILABLE } from './error-format.ts';
import type { SubgraphDirectory } from './subgraph-directory.ts';

export interface ErrorPluginOptions {
  readonly directory: SubgraphDirectory;
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
}

/** Gives all errors of a result their final form, just before it is written. */
export function createErrorPlugin({ directory, metrics, log }: ErrorPluginOptions): GatewayPlugin {
  const mutations = new WeakSet<object>();
  return {
    onExecute({ args }) {
      const document: DocumentNode = args.document;
      const operation = getOperationAST(document, args.operationName)?.operation;
      if (operation === 'mutation') mutations.add(args.contextValue.request);
    },
    onResultProcess({ request, result, setResult }) {
      if (!('errors' in result) || !result.errors || result.errors.length === 0) return;
      const traceId = factsOfRequest(request)?.trace.traceId ?? '';
      const { errors, faults } = formatErrors(result.errors, {
        traceId,
        isMutation: mutations.has(request),
        directory,
      });
      for (const fault of faults) log.error({ err: fault, traceId }, 'request failed');
      for (const error of errors) metrics.errors.inc({ code: metrics.codeLabel(String(error.extensions.code)) });
      // Executed but without any data: said explicitly, so that the answer is a partial one and not a refused request.
      const isExecuted = errors.some(
        (error) => error.extensions.serviceName !== undefined || error.extensions.code === SUBGRAPH_UNAVAILABLE,
      );
      setResult({ ...result, ...(isExecuted && !('data' in result) ? { data: null } : {}), errors: [...errors] });
    },
  };
}
