import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../shared/observability/logger.ts';
import { withSpan } from '../../shared/observability/span.ts';
import { newTrace, parseTraceparent, type Trace } from '../../shared/observability/trace.ts';
import type { Readiness } from '../health/readiness.ts';
import type { GatewayMetrics } from '../observability/metrics.ts';
import type { UploadRoute } from '../uploads/upload-route.ts';
import { isUploadPath } from '../uploads/upload-shape.ts';
import { bindClientAddress } from './client-address.ts';
import type { GraphqlRoute } from './graphql-route.ts';
import { FAULT, NOT_FOUND } from './refusals.ts';
import { jsonReply, type Reply, refusalReply, sendReply } from './reply.ts';
import { noProxies, type TrustedProxies } from './trusted-proxies.ts';

export interface RequestHandlerOptions {
  readonly graphql: GraphqlRoute;
  readonly uploads: UploadRoute;
  readonly readiness: Readiness;
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
  /** Who may say where a request came from; without any the connection alone tells. */
  readonly proxies?: TrustedProxies | undefined;
}

const GRAPHQL = '/graphql';

/** Everything the gateway answers over HTTP: one trace per request, echoed, and never an unhandled fault. */
export function createRequestHandler(options: RequestHandlerOptions) {
  const handle = async (
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    trace: Trace = newTrace(),
  ): Promise<void> => {
    const end = options.metrics.httpDuration.startTimer();
    const reply = await answer(options, { request, response }, url, trace).catch((error: unknown) => {
      options.log.error({ err: error, traceId: trace.traceId }, 'request failed');
      return refusalReply(FAULT, trace.traceId);
    });
    const headers: Record<string, string> = { ...reply.headers, 'x-trace-id': trace.traceId };
    if (options.readiness.draining) headers.connection = 'close';
    sendReply(request, response, { ...reply, headers });
    end({ method: methodLabel(request.method), route: routeLabel(url.pathname), status: String(reply.status) });
  };
  return (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    bindClientAddress(request, options.proxies ?? noProxies);
    const url = toUrl(request.url);
    const caller = parseTraceparent(single(request.headers.traceparent)) ?? undefined;
    const isUpload = isUploadPath(url.pathname);
    if (url.pathname !== GRAPHQL && !isUpload) return handle(request, response, url, caller);
    // Where the client brings no trace, the tracer of the operator begins one and decides whether it is kept.
    const span = { name: isUpload ? 'gateway upload' : 'gateway graphql', parent: caller };
    return withSpan(span, (own) => handle(request, response, url, own ?? undefined));
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function answer(
  options: RequestHandlerOptions,
  { request, response }: Exchange,
  url: URL,
  trace: Trace,
): Promise<Reply> {
  switch (url.pathname) {
    case GRAPHQL:
      return options.graphql(request, url, trace);
    case '/health':
      return jsonReply(200, { status: 'UP' });
    case '/readiness': {
      const report = await options.readiness.report();
      return jsonReply(report.isReady ? 200 : 503, url.searchParams.has('verbose') ? report.verbose : report.body);
    }
    case '/metrics':
      return {
        status: 200,
        headers: { 'content-type': options.metrics.registry.contentType },
        body: await options.metrics.registry.metrics(),
      };
    case '/':
      return jsonReply(200, {
        name: '产业工人队伍建设改革评价数据联邦',
        graphql: '/graphql',
        说明: '请向 /graphql 发送 GraphQL 请求，并在 Authorization 请求头中携带 Bearer 令牌',
      });
    default:
      if (isUploadPath(url.pathname)) return options.uploads.serve(request, response, url, trace);
      return refusalReply(NOT_FOUND, trace.traceId);
  }
}

/** Only path and query are the client's to say; a malformed target is nobody's address. */
function toUrl(target: string | undefined): URL {
  try {
    return new URL(`http://hub${target?.startsWith('/') ? target : '/'}`);
  } catch {
    return new URL('http://hub/not-an-address');
  }
}

const ROUTES = new Set(['/', '/graphql', '/health', '/readiness', '/metrics']);
const METHODS = new Set(['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

function routeLabel(path: string): string {
  if (isUploadPath(path)) return '/uploads';
  return ROUTES.has(path) ? path : 'other';
}

function methodLabel(method: string | undefined): string {
  return method !== undefined && METHODS.has(method) ? method : 'other';
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
