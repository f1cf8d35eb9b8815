import type { Refusal } from './reply.ts';

/** Refusals before anything is executed. The wording of the first is the same for every cause on purpose. */
export const UNAUTHENTICATED: Refusal = {
  status: 401,
  code: 'UNAUTHENTICATED',
  message: '未提供有效的访问令牌，请在 Authorization 请求头中使用 Bearer 令牌',
  headers: { 'www-authenticate': 'Bearer realm="hub"' },
};

export const IDENTITY_UNAVAILABLE: Refusal = {
  status: 503,
  code: 'SUBGRAPH_UNAVAILABLE',
  message: '身份核验服务（hub）暂不可用，请稍后重试',
  headers: { 'retry-after': '5' },
};

export const FAULT: Refusal = {
  status: 500,
  code: 'INTERNAL_SERVER_ERROR',
  message: '服务内部错误，请将编号告知管理员',
};

export const NOT_FOUND: Refusal = {
  status: 404,
  code: 'NOT_FOUND',
  message: '没有这个地址，GraphQL 接口位于 /graphql',
};

export function bodyTooLarge(limitBytes: number): Refusal {
  // The rest of the body is not read, so the connection cannot be used again.
  return {
    status: 413,
    code: 'LIMIT_BODY',
    message: `请求体超过 ${limitBytes} 字节的上限`,
    headers: { connection: 'close' },
  };
}
