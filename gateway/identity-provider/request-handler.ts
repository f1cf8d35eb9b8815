import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../shared/observability/logger.ts';
import { clientAddress } from '../http/client-address.ts';
import { readBody } from '../http/read-body.ts';
import { type Reply, sendReply } from '../http/reply.ts';
import type { Endpoint } from './endpoint/call.ts';
import { parseCookies } from './endpoint/cookies.ts';
import { messagePage } from './page/message-page.ts';

/** The endpoints of one address, by method. */
export interface Route {
  readonly GET?: Endpoint;
  readonly POST?: Endpoint;
  /** Scripts of registered clients may read the answer. */
  readonly isForScripts?: boolean;
}

export interface RequestHandlerOptions {
  readonly routes: ReadonlyMap<string, Route>;
  readonly scriptOrigins: ReadonlySet<string>;
  readonly log: Logger;
}

const LARGEST_FORM_BYTES = 16_384;
const FORM = 'application/x-www-form-urlencoded';

export function createProviderHandler(options: RequestHandlerOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const reply = await answer(options, request).catch((error: unknown) => {
      options.log.error({ err: error }, 'request failed');
      return messagePage({ title: '服务内部错误', text: '请稍后重试。', status: 500 });
    });
    sendReply(request, response, reply);
  };
}

async function answer(options: RequestHandlerOptions, request: IncomingMessage): Promise<Reply> {
  const url = toUrl(request.url);
  const route = options.routes.get(url.pathname);
  if (!route) return messagePage({ title: '没有这个页面', text: '请从应用进入登录页面。', status: 404 });
  const shared = route.isForScripts ? scriptHeaders(options, request) : {};
  if (request.method === 'OPTIONS' && route.isForScripts) return { status: 204, headers: shared, body: '' };
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const endpoint = method === 'GET' || method === 'POST' ? route[method] : undefined;
  if (!endpoint) return messagePage({ title: '不支持的请求方法', text: '请从应用进入登录页面。', status: 405 });
  const form = method === 'POST' ? await readForm(request) : new URLSearchParams();
  if (form === null) return messagePage({ title: '无法读取表单', text: '请返回重试。', status: 400 });
  const reply = await endpoint({
    query: url.searchParams,
    form,
    cookies: parseCookies(request.headers.cookie),
    authorization: request.headers.authorization,
    address: clientAddress(request),
  });
  return { ...reply, headers: { ...reply.headers, ...shared } };
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const body = await readBody(request, LARGEST_FORM_BYTES);
  return type === FORM && body.ok ? new URLSearchParams(body.value) : null;
}

function scriptHeaders({ scriptOrigins }: RequestHandlerOptions, { headers }: IncomingMessage): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined || !scriptOrigins.has(origin)) return { vary: 'origin' };
  return {
    vary: 'origin',
    'access-control-allow-origin': origin,
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-allow-methods': 'GET, POST',
  };
}

function toUrl(target: string | undefined): URL {
  const path = target?.startsWith('/') ? target : '/';
  return URL.canParse(`http://provider${path}`)
    ? new URL(`http://provider${path}`)
    : new URL('http://provider/nowhere');
}
