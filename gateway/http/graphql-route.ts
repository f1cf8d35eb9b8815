import type { IncomingMessage } from 'node:http';
import { getOperationAST, type GraphQLSchema } from 'graphql';
import { hasRole, type Viewer } from '../../shared/identity/viewer.ts';
import type { Logger } from '../../shared/observability/logger.ts';
import type { Trace } from '../../shared/observability/trace.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { err, ok, type Result } from '../../shared/primitives/result.ts';
import { isAnonymousRequest } from '../access/anonymous-rule.ts';
import { authenticate } from '../access/authenticate.ts';
import type { TokenIntrospector } from '../access/token-introspection.ts';
import { admit, type AdmissionStep } from '../admission/admission.ts';
import type { DocumentCache } from '../limits/document-cache.ts';
import { limitRefusals } from '../limits/limit-refusals.ts';
import { type Limits, scanLimitsOf } from '../limits/limits.ts';
import type { ParsedDocument } from '../limits/parsed-document.ts';
import type { GatewayMetrics } from '../observability/metrics.ts';
import type { LoadShedder, OverloadPolicy } from '../overload/load-shedder.ts';
import type { ClientSlots } from '../rates/client-slots.ts';
import { type Client, clientKey, type RateLimiter, tooManyRequests } from '../rates/rate-limiter.ts';
import { Deadline } from '../resilience/deadline.ts';
import { acceptedTypes } from './accepted-types.ts';
import { clientAddress } from './client-address.ts';
import { type GraphqlParams, readGraphqlParams } from './graphql-params.ts';
import { readBody } from './read-body.ts';
import { bodyTooLarge, documentSyntax, IDENTITY_UNAVAILABLE, UNAUTHENTICATED, UNKNOWN_OPERATION } from './refusals.ts';
import { type Refusal, type Reply, refusalReply } from './reply.ts';
import { bindFacts, type PreparedOperation, type RequestFacts } from './request-facts.ts';
import { checkRequestShape } from './request-shape.ts';

/** The part of the GraphQL runtime this needs. */
export interface GraphqlRuntime {
  readonly fetchAPI: { readonly Request: new (url: string, init: RequestInit) => Request };
  handleRequest(request: Request, context: object): Promise<Response> | Response;
}

export interface GraphqlRouteOptions {
  readonly runtime: GraphqlRuntime;
  readonly tokens: TokenIntrospector;
  readonly limits: Limits;
  readonly documents: DocumentCache;
  readonly schema: () => GraphQLSchema | null;
  /** What may be executed, once it is known who asks. */
  readonly admission: readonly AdmissionStep[];
  readonly rates: RateLimiter;
  readonly slots: ClientSlots;
  readonly overload: OverloadPolicy;
  readonly shedder: LoadShedder;
  readonly budgetMs: number;
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
}

export type GraphqlRoute = (request: IncomingMessage, url: URL, trace: Trace) => Promise<Reply>;

/**
 * `/graphql`: is there room → can it be a request of ours → body within its limit → who asks → how often → for what →
 * the runtime. Each step is dearer than the one before it, and only the last reaches a subgraph.
 */
export function createGraphqlRoute(options: GraphqlRouteOptions): GraphqlRoute {
  return async (request, url, trace) => {
    const asked: Asked = { request, url, trace, deadline: new Deadline(options.budgetMs, systemClock) };
    const reply = await serve(options, asked);
    if (!('code' in reply)) return reply;
    options.metrics.refusals.inc({ code: reply.code });
    options.log.debug({ traceId: trace.traceId, code: reply.code }, 'request refused');
    return refusalReply(reply, trace.traceId, request.headers.accept);
  };
}

interface Asked {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly trace: Trace;
  readonly deadline: Deadline;
}

async function serve(options: GraphqlRouteOptions, asked: Asked): Promise<Reply | Refusal> {
  const { request } = asked;
  const early = options.shedder.check() ?? checkRequestShape(request.method, request.headers);
  if (early) return early;
  const body = await readBody(request, options.limits.bodyBytes);
  if (!body.ok) return bodyTooLarge(options.limits.bodyBytes);
  const identified = await identify(options, asked, body.value);
  if (!identified.ok) return identified.error;
  const viewer = identified.value;
  const client = { viewer, address: clientAddress(request) };
  const { inFlightPerClient, inFlightPerService } = options.overload;
  const most = viewer !== null && hasRole(viewer, 'service') ? inFlightPerService : inFlightPerClient;
  const release = options.slots.take(clientKey(client), most);
  if (!release) return tooManyRequests(`同时处理中的请求超过 ${most} 个的上限`, 0);
  try {
    const prepared = prepare(options, asked, { body: body.value, viewer });
    if (!prepared.ok) return prepared.error;
    const { trace, deadline } = asked;
    const facts = { viewer, trace, deadline, prepared: prepared.value };
    return await execute(options.runtime, asked, facts);
  } finally {
    release();
  }
}

/** Who asks, counted against his rate; strangers are counted too, whatever they get to see. */
async function identify(
  options: GraphqlRouteOptions,
  { request, url, trace }: Asked,
  body: string,
): Promise<Result<Viewer | null, Refusal>> {
  const log = options.log.child({ traceId: trace.traceId });
  const authentication = await authenticate(request.headers.authorization, options.tokens, log);
  if (authentication.kind === 'UNAVAILABLE') return err(IDENTITY_UNAVAILABLE);
  const viewer = authentication.kind === 'VIEWER' ? authentication.viewer : null;
  const client: Client = { viewer, address: clientAddress(request) };
  const tooOften = options.rates.check(client);
  if (tooOften) return err(tooOften);
  if (viewer === null && !isAnonymousRequest(request.method ?? 'GET', url, body)) return err(UNAUTHENTICATED);
  return ok(viewer);
}

interface Known {
  readonly body: string;
  readonly viewer: Viewer | null;
}

/** For what: parameters, document, operation, and the rules about them. */
function prepare(
  options: GraphqlRouteOptions,
  { request, url }: Asked,
  { body, viewer }: Known,
): Result<PreparedOperation, Refusal> {
  const method = request.method ?? 'GET';
  const params = readGraphqlParams(method, url, body);
  if (!params.ok) return params;
  const parsed = parse(options, params.value, request.headers.accept);
  if (!parsed.ok) return parsed;
  const { document } = parsed.value;
  const operation = getOperationAST(document, params.value.operationName);
  if (!operation) return err(UNKNOWN_OPERATION);
  const schema = options.schema();
  const refusal = admit(options.admission, {
    viewer,
    method,
    params: params.value,
    parsed: parsed.value,
    operation,
    schema,
  });
  return refusal ? err(refusal) : ok({ params: params.value, document });
}

function parse(
  { documents, limits }: GraphqlRouteOptions,
  { query }: GraphqlParams,
  accept: string | undefined,
): Result<ParsedDocument, Refusal> {
  const parsed = documents.parse(query);
  if (parsed.ok) return parsed;
  const fault = parsed.error;
  if (fault.kind === 'SYNTAX') return err(documentSyntax(fault.error, accept));
  const { tokens, nesting } = scanLimitsOf(limits);
  return err(fault.kind === 'TOO_LONG' ? limitRefusals.tokens(tokens) : limitRefusals.nesting(nesting));
}

async function execute(
  runtime: GraphqlRuntime,
  { request, url }: Asked,
  facts: Omit<RequestFacts, 'address'>,
): Promise<Reply> {
  // Of what a client sent the runtime sees the media type it reads, and the operation from the facts. Nothing else.
  const accept = acceptedTypes(request.headers.accept) ?? '*/*';
  const headers = { 'content-type': 'application/json', accept };
  const forwarded = new runtime.fetchAPI.Request(`${url.origin}/graphql`, { method: 'POST', headers, body: '{}' });
  bindFacts(forwarded, { ...facts, address: clientAddress(request) });
  const response = await runtime.handleRequest(forwarded, {});
  const type = response.headers.get('content-type');
  return { status: response.status, headers: type ? { 'content-type': type } : {}, body: await response.text() };
}
