import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { HOP_HEADERS } from '../identity/signed-hop.ts';
import { decodeViewer } from '../identity/viewer.ts';
import { FIGURE_READS_HEADER, figureReadsOf } from '../observability/figure-reads.ts';
import { LASTING_HEADER } from '../observability/lasting-reply.ts';
import { isOver } from '../observability/request-over.ts';
import { currentScope, type RequestScope, runInScope } from '../observability/request-scope.ts';
import { type SpanSubject, withSpan } from '../observability/span.ts';
import { newTrace, parseTraceparent, type Trace } from '../observability/trace.ts';
import { createSubgraphContext, type SubgraphContext } from './context.ts';
import { addRevisionRoute, type DataRevision } from './data-revision.ts';
import { DEADLINE_ERROR, maskFault } from './errors.ts';
import { addHealth, type Health } from './health-route.ts';
import { addMetrics } from './metrics-route.ts';
import { createOperationWatch, stopRootsInTime } from './operation-watch.ts';
import { DEADLINE_HEADER, goneSignal, parseDeadline } from './request-deadline.ts';
import { admitSignedOnly, type SignedCallOptions, signedCallOf } from './signed-calls.ts';
import type { UploadReceiver } from './upload-call.ts';
import { addUploadRoute } from './upload-route.ts';

export interface SubgraphServerOptions extends Health, SignedCallOptions {
  readonly schema: GraphQLSchema;
  /** Further signed routes, e.g. token introspection of the hub. */
  readonly routes?: (app: FastifyInstance) => void;
  /** What its answers are made of; without one, gateways remember none of them. */
  readonly revision?: DataRevision;
  /** Takes files, at `/uploads`. */
  readonly upload?: UploadReceiver;
}

export interface SubgraphServer {
  readonly app: FastifyInstance;
  listen(host: string, port: number): Promise<number>;
  close(): Promise<void>;
}

/** Largest body a subgraph takes; what the gateway sends is a good deal smaller. */
const BODY_LIMIT = 8 * 1024 * 1024;

/**
 * The HTTP server of a subgraph: `/graphql` behind the signed hop, `/health` open.
 * The raw body is verified before anything parses it; unsigned, altered or replayed calls get 401 and no detail.
 */
export async function createSubgraphServer(options: SubgraphServerOptions): Promise<SubgraphServer> {
  const app = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: 'idle' });
  admitSignedOnly(app, options);
  tellFaults(app, options);
  const letGo = connectionsOf(app);
  addMetrics(app);
  addHealth(app, options);
  stopRootsInTime(options.schema);
  const apollo = createApolloServer(options);
  await apollo.start();
  const answer = fastifyApolloHandler(apollo, { context: contextOf(options) });
  app.post('/graphql', { config: { beginsUnclaimed: true } }, (request, reply) => {
    const signed = signedCallOf(request);
    const scope: RequestScope = {
      trace: traceOf(request),
      statements: 0,
      sourceAddress: signed?.source,
      claim: signed?.claim,
      deadlineAt: parseDeadline(header(request, DEADLINE_HEADER)),
      gone: goneSignal(reply.raw),
    };
    if (isOver(scope)) return reply.send(tooLate(scope));
    const span: SpanSubject = { name: `${options.name} graphql`, parent: scope.trace };
    return runInScope(scope, async () => {
      const body: unknown = await withSpan(span, async () => answer.call(app, request, reply));
      // What was only read beside the claim is told to nobody before it stands.
      await scope.claim;
      reply.header('x-sql-statements', String(scope.statements));
      const reads = figureReadsOf(scope);
      if (reads !== null) reply.header(FIGURE_READS_HEADER, reads);
      if (options.revision?.covers(scope)) reply.header(LASTING_HEADER, '1');
      return body;
    });
  });
  traceFurtherRoutes(app, options.name);
  addUploadRoute(app, options);
  if (options.revision) addRevisionRoute(app, options.revision);
  options.routes?.(app);
  return {
    app,
    async listen(host, port) {
      await app.listen({ host, port });
      const address = app.server.address();
      return typeof address === 'object' && address !== null ? address.port : port;
    },
    async close() {
      letGo();
      await app.close();
      await apollo.stop();
    },
  };
}

/** What is registered from now on runs in a scope and a span of its own, as `/graphql` does; nobody may break it off. */
function traceFurtherRoutes(app: FastifyInstance, service: string): void {
  app.addHook('onRoute', (route) => {
    const { handler } = route;
    route.handler = function (request, reply) {
      const scope: RequestScope = {
        trace: traceOf(request),
        statements: 0,
        sourceAddress: signedCallOf(request)?.source,
      };
      const span: SpanSubject = { name: `${service} ${route.url}`, parent: scope.trace };
      return runInScope(scope, () => withSpan(span, async () => handler.call(this, request, reply)));
    };
  });
}

function traceOf(request: FastifyRequest): Trace {
  return parseTraceparent(header(request, HOP_HEADERS.trace)) ?? newTrace();
}

/** The answer to what came when nobody waited any more: nothing was begun. */
function tooLate({ trace }: RequestScope): object {
  const { message, code } = DEADLINE_ERROR;
  return { errors: [{ message, extensions: { code, traceId: trace.traceId } }] };
}

/** Lets connections go with their answers from when it is called: one that is busy then would be kept, and the process with it. */
function connectionsOf(app: FastifyInstance): () => void {
  let isClosing = false;
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
  return () => {
    isClosing = true;
  };
}

function tellFaults(app: FastifyInstance, options: SubgraphServerOptions): void {
  app.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    if (status >= 500) options.log.error({ err: error, traceId: traceOf(request).traceId }, 'request failed');
    const code = status === 401 ? 'UNAUTHENTICATED' : status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
    return reply
      .code(status)
      .send({ errors: [{ message: status === 401 ? '未经网关签名的调用' : '请求无法处理', extensions: { code } }] });
  });
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : 500;
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function createApolloServer(options: SubgraphServerOptions): ApolloServer<SubgraphContext> {
  return new ApolloServer<SubgraphContext>({
    schema: options.schema,
    introspection: true,
    csrfPrevention: false, // every call carries a signature that no browser can make
    hideSchemaDetailsFromClientErrors: true,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      createOperationWatch(),
    ],
    formatError: (formatted, error) => formatError(options, formatted, error),
  });
}

function formatError(
  options: SubgraphServerOptions,
  formatted: GraphQLFormattedError,
  error: unknown,
): GraphQLFormattedError {
  const traceId = currentScope()?.trace.traceId ?? '';
  const masked = maskFault(error, traceId);
  if (masked.extensions.code === 'INTERNAL_SERVER_ERROR') {
    options.log.error(
      { err: error instanceof GraphQLError ? (error.originalError ?? error) : error, traceId },
      'resolver failed',
    );
  }
  // What GraphQL itself refuses, such as a variable of the wrong form, has its code from Apollo.
  return { ...formatted, ...masked, extensions: { code: formatted.extensions?.['code'], ...masked.extensions } };
}

function contextOf(options: SubgraphServerOptions) {
  return async (request: FastifyRequest): Promise<SubgraphContext> => {
    const viewer = decodeViewer(header(request, HOP_HEADERS.viewer) ?? '');
    if (viewer === null)
      throw new GraphQLError('缺少调用者身份', { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
    return createSubgraphContext(viewer, currentScope()?.trace ?? newTrace(), options.log);
  };
}
