import type { GatewayPlugin, GatewayRuntime } from '@graphql-hive/gateway-runtime';
import { GraphQLError, type GraphQLSchema, validate } from 'graphql';
import { factsOfRequest, type PreparedOperation } from './request-facts.ts';

/** Enough to repair a document; without an end a hostile one would cost thousands of messages. */
const MOST_VALIDATION_ERRORS = 5;

export interface PreparedPluginOptions {
  /** Told of the graph that is served, now and after each reload. */
  readonly onSchema: (schema: GraphQLSchema) => void;
}

type Enveloped = Pick<GatewayRuntime, 'getEnveloped'>;

/**
 * Executes the very document that was admitted. The runtime reads and parses nothing a second time: what it would find
 * could differ from what was checked, and its own cache of documents is bounded by number, not by size.
 */
export function createPreparedPlugin({ onSchema }: PreparedPluginOptions): GatewayPlugin {
  let runtime: Enveloped | null = null;
  return {
    onYogaInit({ yoga }) {
      runtime = yoga;
    },
    onSchemaChange({ schema }) {
      onSchema(schema);
    },
    onRequestParse({ request, setRequestParser }) {
      const prepared = factsOfRequest(request)?.prepared;
      if (!prepared) return;
      const { query, operationName, variables } = prepared.params;
      setRequestParser(() => ({ query, operationName: operationName ?? undefined, variables: { ...variables } }));
    },
    onParams({ request, setParamsHandler }) {
      const prepared = factsOfRequest(request)?.prepared;
      const current = runtime;
      if (!prepared || !current) return;
      setParamsHandler(async ({ context, params }) => {
        const enveloped = current.getEnveloped(Object.assign(context, { request, params }));
        return executePrepared(enveloped, prepared);
      });
    },
    onValidate({ setValidationFn }) {
      setValidationFn((schema, document, rules) =>
        validate(schema, document, rules, { maxErrors: MOST_VALIDATION_ERRORS }),
      );
    },
  };
}

async function executePrepared(
  enveloped: ReturnType<Enveloped['getEnveloped']>,
  { document, params }: PreparedOperation,
) {
  try {
    const errors = enveloped.validate(enveloped.schema, document);
    if (errors.length > 0) return { errors };
    return await enveloped.execute({
      schema: enveloped.schema,
      document,
      contextValue: await enveloped.contextFactory(),
      variableValues: params.variables,
      operationName: params.operationName ?? undefined,
    });
  } catch (error) {
    const thrown: unknown[] = error instanceof AggregateError ? error.errors : [error];
    return { errors: thrown.map(toGraphqlError) };
  }
}

function toGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('execution failed', {
    originalError: error instanceof Error ? error : new Error(String(error)),
  });
}
