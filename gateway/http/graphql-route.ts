import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { getOperationAST, type GraphQLSchema } from 'graphql';
import { hasRole, type Viewer } from '../../shared/identity/viewer.ts';
import type { Logger } from '../../shared/observability/logger.ts';
import type { Trace } from '../../shared/observability/trace.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { err, ok, type Result } from '../../shared/primitives/result.ts';
import { isAnonymousRequest } from '../access/anonymous-rule.ts';
import { authenticate } from '../access/authenticate.ts';
import type { TokenIntrospector } from '../access/token-introspection.ts';
import type { AnswerMemory, AnswerPlace } from '../answers/answer-memory.ts';
import { admit, type AdmissionStep } from '../admission/admission.ts';
import type { DocumentCache } from '../limits/document-cache.ts';
import { limitRefusals } from '../limits/limit-refusals.ts';
import { type Limits, scanLimitsOf } from '../limits/limits.ts';
import type { ParsedDocument } from '../limits/parsed-document.ts';
import type { GatewayMetrics } from '../observability/metrics.ts';
import type { AdaptiveLimit } from '../overload/adaptive-limit.ts';
import type { LoadShedder, OverloadPolicy } from '../overload/load-shedder.ts';
import type { ClientSlots } from '../rates/client-slots.ts';
import type { RefusalPace } from '../rates/refusal-pace.ts';
import { type Client, clientKey, type RateLimiter, tooManyRequests } from '../rates/rate-limiter.ts';
import { Deadline } from '../resilience/deadline.ts';
import { type AcceptedCodings, acceptedCodings } from './accepted-codings.ts';
import { acceptedTypes } from './accepted-types.ts';
import { clientAddress } from './client-address.ts';
import { executeMutation, executeQuery, type GraphqlRuntime } from './execute-operation.ts';
import { type GraphqlParams, readGraphqlParams } from './graphql-params.ts';
import { isTooLong, readBody } from './read-body.ts';
import {
  bodyTooLarge,
  CODING_NOT_ACCEPTABLE,
  documentSyntax,
  IDENTITY_UNAVAILABLE,
  UNAUTHENTICATED,
  UNKNOWN_OPERATION,
} from './refusals.ts';
import { type Refusal, type Reply, refusalReply } from './reply.ts';
import type { PreparedOperation } from './request-facts.ts';
import { checkRequestShape } from './request-shape.ts';

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
  readonly pace: RefusalPace;
  readonly overload: OverloadPolicy;
  readonly shedder: LoadShedder;
  readonly busy: AdaptiveLimit;
  /** Answers that are still true; null where none is remembered. */
  readonly answers: AnswerMemory | null;
  readonly budgetMs: number;
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
}

export type GraphqlRoute = (request: IncomingMessage, url: URL, trace: Trace) => Promise<Reply>;

/**
 * `/graphql`: is there room → can it be a request of ours → who asks → how often, how many at once → body within its
 * limit → for what → the runtime. Each step is dearer than the one before it, and only the last reaches a subgraph.
 */
export function createGraphqlRoute(options: GraphqlRouteOptions): GraphqlRoute {
  return async (request, url, trace) => {
    const asked: Asked = { request, url, trace, deadline: new Deadline(options.budgetMs, systemClock) };
    const reply = await serve(options, asked);
    if (!('code' in reply)) return reply;
    options.metrics.refusals.inc({ code: reply.code });
    options.log.debug({ traceId: trace.traceId, code: reply.code }, 'request refused');
    if (reply.holdMs) await delay(reply.holdMs);
    return refusalReply(reply, trace.traceId, request.headers.accept);
  };
}

interface Asked {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly trace: Trace;
  readonly deadline: Deadline;
}

interface WellAsked extends Asked {
  readonly codings: AcceptedCodings;
}

async function serve(options: GraphqlRouteOptions, asked: Asked): Promise<Reply | Refusal> {
  const full = options.shedder.enter();
  if (full) return full;
  try {
    const { request } = asked;
    const misshapen = checkRequestShape(request.method, request.headers);
    if (misshapen) return misshapen;
    if (isTooLong(request, options.limits.bodyBytes)) return bodyTooLarge(options.limits.bodyBytes);
    const codings = acceptedCodings(request.headers['accept-encoding']);
    if (codings === null) return CODING_NOT_ACCEPTABLE;
    return await serveKnown(options, { ...asked, codings });
  } finally {
    options.shedder.leave();
  }
}

/** Nothing of a request is read before it is known whose it is, and that he may have one more answered. */
async function serveKnown(options: GraphqlRouteOptions, asked: WellAsked): Promise<Reply | Refusal> {
  const { request, url, trace, deadline, codings } = asked;
  const log = {
    error: (facts: object, text: string) => options.log.error({ traceId: trace.traceId, ...facts }, text),
  };
  const authentication = await authenticate(request.headers.authorization, options.tokens, log);
  if (authentication.kind === 'UNAVAILABLE') return IDENTITY_UNAVAILABLE;
  const viewer = authentication.kind === 'VIEWER' ? authentication.viewer : null;
  const room = takeRoom(options, { viewer, address: clientAddress(request) });
  if (!room.ok) return room.error;
  try {
    const body = await readBody(request, options.limits.bodyBytes);
    if (!body.ok) return bodyTooLarge(options.limits.bodyBytes);
    if (viewer === null && !isAnonymousRequest(request.method ?? 'GET', url, body.value)) return UNAUTHENTICATED;
    const known = { body: body.value, viewer };
    const place = placeOf(options, asked, known);
    const remembered = place && (await options.answers?.find(place, { trace, codings }));
    if (remembered) return remembered;
    const prepared = prepare(options, asked, known);
    if (!prepared.ok) return prepared.error;
    const facts = { viewer, trace, deadline, prepared: prepared.value, address: clientAddress(request) };
    const execution = { facts, codings, origin: url.origin, accept: request.headers.accept };
    return prepared.value.isQuery
      ? await executeQuery(options, execution, place)
      : await executeMutation(options, execution);
  } finally {
    room.value();
  }
}

/**
 * Counts a request against its client's rate and takes a place for it; strangers are counted too, whatever they get to
 * see. While the gateway is busy, who has his share of all places gets no more: the others' requests find room.
 */
function takeRoom(options: GraphqlRouteOptions, client: Client): Result<() => void, Refusal> {
  const { rates, slots, busy, overload, pace } = options;
  const key = clientKey(client);
  const refuse = (refusal: Refusal) => err({ ...refusal, holdMs: pace.holdMs(key) });
  const tooOften = rates.check(client);
  if (tooOften) return refuse(tooOften);
  if (busy.isReached(slots.total) && slots.hasShare(key, busy.current)) return refuse(MORE_THAN_ITS_SHARE);
  const isService = client.viewer !== null && hasRole(client.viewer, 'service');
  const most = isService ? overload.inFlightPerService : overload.inFlightPerClient;
  const release = slots.take(key, most);
  return release ? ok(release) : refuse(tooManyRequests(`同时处理中的请求超过 ${most} 个的上限`, 0));
}

const MORE_THAN_ITS_SHARE = tooManyRequests('系统繁忙，同时处理中的请求已达该用户的份额', 0);

interface Known {
  readonly body: string;
  readonly viewer: Viewer | null;
}

/** Where the answer would be remembered. What is found there was admitted for the very same viewer and graph. */
function placeOf(
  { answers }: GraphqlRouteOptions,
  { request, url }: Asked,
  { body, viewer }: Known,
): AnswerPlace | null {
  const accept = acceptedTypes(request.headers.accept);
  if (answers === null || viewer === null || accept === null) return null;
  return answers.placeOf({ viewer, method: request.method ?? 'GET', search: url.search, accept, body });
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
  const isQuery = operation.operation === 'query';
  return refusal ? err(refusal) : ok({ params: params.value, document, isQuery });
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
