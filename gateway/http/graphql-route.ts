import type { IncomingMessage } from 'node:http';
import type { Logger } from '../../shared/observability/logger.ts';
import type { Trace } from '../../shared/observability/trace.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { isAnonymousRequest } from '../access/anonymous-rule.ts';
import { authenticate } from '../access/authenticate.ts';
import type { TokenIntrospector } from '../access/token-introspection.ts';
import type { Limits } from '../limits/limits.ts';
import { Deadline } from '../resilience/deadline.ts';
import { readBody } from './read-body.ts';
import { bodyTooLarge, IDENTITY_UNAVAILABLE, UNAUTHENTICATED } from './refusals.ts';
import { type Reply, refusalReply } from './reply.ts';
import { bindFacts, type RequestFacts } from './request-facts.ts';

/** The part of the GraphQL runtime this needs. */
export interface GraphqlRuntime {
  readonly fetchAPI: { readonly Request: new (url: string, init: RequestInit) => Request };
  handleRequest(request: Request, context: object): Promise<Response> | Response;
}

export interface GraphqlRouteOptions {
  readonly runtime: GraphqlRuntime;
  readonly tokens: TokenIntrospector;
  readonly limits: Limits;
  readonly budgetMs: number;
  readonly log: Logger;
}

/** Headers of a client that the runtime may see; whatever else was sent, spoofed identities included, ends here. */
const PASSED_IN = ['content-type', 'accept'] as const;

export type GraphqlRoute = (request: IncomingMessage, url: URL, trace: Trace) => Promise<Reply>;

/** `/graphql`: body within its limit → who asks → the runtime. Limits of documents and rates will stand between the last two. */
export function createGraphqlRoute(options: GraphqlRouteOptions): GraphqlRoute {
  return async (request, url, trace) => {
    const deadline = new Deadline(options.budgetMs, systemClock);
    const body = await readBody(request, options.limits.bodyBytes);
    if (!body.ok) return refusalReply(bodyTooLarge(options.limits.bodyBytes), trace.traceId);
    const log = options.log.child({ traceId: trace.traceId });
    const authentication = await authenticate(request.headers.authorization, options.tokens, log);
    if (authentication.kind === 'UNAVAILABLE') return refusalReply(IDENTITY_UNAVAILABLE, trace.traceId);
    const viewer = authentication.kind === 'VIEWER' ? authentication.viewer : null;
    if (viewer === null && !isAnonymousRequest(request.method ?? 'GET', url, body.value))
      return refusalReply(UNAUTHENTICATED, trace.traceId);
    return execute(options.runtime, { request, url, body: body.value }, { viewer, trace, deadline });
  };
}

interface Received {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: string;
}

async function execute(runtime: GraphqlRuntime, { request, url, body }: Received, facts: RequestFacts): Promise<Reply> {
  const method = request.method ?? 'GET';
  const headers = Object.fromEntries(
    PASSED_IN.flatMap((name) => (request.headers[name] ? [[name, String(request.headers[name])]] : [])),
  );
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const forwarded = new runtime.fetchAPI.Request(url.href, { method, headers, ...(hasBody ? { body } : {}) });
  bindFacts(forwarded, facts);
  const response = await runtime.handleRequest(forwarded, {});
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}
