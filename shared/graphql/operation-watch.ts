import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { boundedLabel } from '../observability/bounded-label.ts';
import { metrics } from '../observability/metrics.ts';
import { isOver, RequestOver } from '../observability/request-over.ts';
import { currentScope } from '../observability/request-scope.ts';
import type { SubgraphContext } from './context.ts';

const operationLabel = boundedLabel();
const codeLabel = boundedLabel();

/** Measures operations and their errors, and lets the request's scope know whether it is a mutation. */
export function createOperationWatch(): ApolloServerPlugin<SubgraphContext> {
  return {
    async requestDidStart() {
      const end = metrics.operationDuration.startTimer();
      return {
        async didResolveOperation({ operation }) {
          const scope = currentScope();
          if (scope !== undefined) scope.isMutation = operation?.operation === 'mutation';
        },
        async willSendResponse({ operationName, operation, response }) {
          // A name counts only where the document has it: what does not run must not make a series.
          end({ operation: operation === undefined ? 'invalid' : operationLabel(operationName ?? undefined) });
          if (response.body.kind !== 'single') return;
          for (const { extensions } of response.body.singleResult.errors ?? []) {
            metrics.errors.inc({ code: codeLabel(codeOf(extensions)) });
          }
        },
      };
    },
  };
}

function codeOf(extensions: Readonly<Record<string, unknown>> | undefined): string {
  const code = extensions?.['code'];
  return typeof code === 'string' ? code : 'NONE';
}

const watched = new WeakSet<GraphQLSchema>();

/**
 * Root fields that have not begun when the request is over do not begin, and mutations not before it is known that no
 * other process of the subgraph took the call.
 */
export function stopRootsInTime(schema: GraphQLSchema): void {
  if (watched.has(schema)) return;
  watched.add(schema);
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    if (field.resolve) field.resolve = inTime(field.resolve);
  }
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    if (field.resolve) field.resolve = onceClaimed(inTime(field.resolve));
  }
}

function onceClaimed<S, C>(resolve: GraphQLFieldResolver<S, C>): GraphQLFieldResolver<S, C> {
  return (source, parameters, context, info) => {
    const claim = currentScope()?.claim;
    if (!claim) return resolve(source, parameters, context, info);
    return claim.then(() => resolve(source, parameters, context, info));
  };
}

function inTime<S, C>(resolve: GraphQLFieldResolver<S, C>): GraphQLFieldResolver<S, C> {
  return (source, parameters, context, info) => {
    const scope = currentScope();
    if (scope !== undefined && isOver(scope)) throw new RequestOver();
    return resolve(source, parameters, context, info);
  };
}
