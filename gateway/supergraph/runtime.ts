import { buildASTSchema, getArgumentValues, parse, validateSchema, visit } from 'graphql';
import {
  createGatewayRuntime,
  type GatewayPlugin,
  type GatewayRuntime,
  type UnifiedGraphHandler,
} from '@graphql-hive/gateway-runtime';
import { propagatedHeaders } from '../access/propagated-headers.ts';
import { tameRuntimeLogLevel } from '../config.ts';
import type { SubgraphFetch } from '../hop/subgraph-fetch.ts';
import { subgraphTransport } from '../hop/subgraph-transport.ts';

export interface RuntimeOptions {
  readonly supergraph: () => string;
  readonly planner: UnifiedGraphHandler | undefined;
  readonly plugins: readonly GatewayPlugin[];
  /** How calls reach subgraphs; without it none is made. */
  readonly fetch?: SubgraphFetch;
}

/** How long requests on an old graph may take to finish; longer than any request's budget. */
const DRAIN_MS = 15_000;

/** The GraphQL runtime with everything of its own that we replace turned off: pages, logging, masking, request ids. */
export function createRuntime({ supergraph, planner, plugins, fetch }: RuntimeOptions): GatewayRuntime {
  tameRuntimeLogLevel();
  return withoutSignalHandlers(() =>
    createGatewayRuntime({
      supergraph,
      ...(planner ? { unifiedGraphHandler: planner } : {}),
      transports: () => subgraphTransport,
      ...(fetch ? { fetchAPI: { fetch } } : {}),
      gracefulSchemaReload: { drainTimeout: DRAIN_MS, maxConcurrentGenerations: 4 },
      propagateHeaders: { fromClientToSubgraphs: propagatedHeaders },
      graphqlEndpoint: '/graphql',
      logging: false,
      landingPage: false,
      graphiql: false,
      cors: false,
      requestId: false,
      multipart: false,
      maskedErrors: false,
      plugins: () => [...plugins],
    }),
  );
}

/** Why a supergraph cannot be served; null when it can. Built for real and thrown away: no check is truer. */
export async function checkSupergraph(
  routed: string,
  planner: UnifiedGraphHandler | undefined,
): Promise<string | null> {
  const fault = schemaFault(routed);
  if (fault !== null) return fault;
  const candidate = createRuntime({ supergraph: () => routed, planner, plugins: [] });
  try {
    const schema = await candidate.getSchema();
    return schema.getQueryType() ? null : 'has no query type';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await candidate[Symbol.asyncDispose]();
  }
}

/** What is wrong with the text as a schema; the runtime itself would take much of it and fail later. */
function schemaFault(supergraph: string): string | null {
  try {
    const document = parse(supergraph);
    const schema = buildASTSchema(document);
    visit(document, {
      Directive(node) {
        const directive = schema.getDirective(node.name.value);
        if (directive) getArgumentValues(directive, node);
      },
    });
    const faults = validateSchema(schema);
    return faults.length === 0 ? null : faults.map(({ message }) => message).join('; ');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The runtime disposes itself on SIGTERM, which would cut requests in flight: our own shutdown decides that. */
function withoutSignalHandlers<T>(create: () => T): T {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const before = new Map(signals.map((signal) => [signal, new Set(process.listeners(signal))]));
  const created = create();
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) {
      if (!before.get(signal)?.has(listener)) process.removeListener(signal, listener);
    }
  }
  return created;
}
