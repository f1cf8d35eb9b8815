import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { type DocumentNode, getOperationAST } from 'graphql';
import type { GatewayMetrics } from './metrics.ts';

/** Measures each executed operation under its name. */
export function createOperationPlugin(metrics: GatewayMetrics): GatewayPlugin {
  return {
    onExecute({ args }) {
      const end = metrics.operationDuration.startTimer();
      const document: DocumentNode = args.document;
      const name = getOperationAST(document, args.operationName)?.name?.value;
      return {
        onExecuteDone() {
          end({ operation: metrics.operationLabel(name) });
        },
      };
    },
  };
}
