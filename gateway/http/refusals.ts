import type { GraphQLError } from 'graphql';
import { acceptsGraphqlType, type Refusal } from './reply.ts';

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

export const METHOD_NOT_ALLOWED: Refusal = {
  status: 405,
  code: 'METHOD_NOT_ALLOWED',
  message: '只接受 GET 和 POST 请求',
  headers: { allow: 'GET, POST' },
};

export const ONLY_QUERIES_BY_GET: Refusal = {
  status: 405,
  code: 'METHOD_NOT_ALLOWED',
  message: 'GET 请求只能查询，变更操作请使用 POST',
  headers: { allow: 'POST' },
};

export const UNSUPPORTED_MEDIA_TYPE: Refusal = {
  status: 415,
  code: 'UNSUPPORTED_MEDIA_TYPE',
  message: '请求体应为未压缩的 UTF-8 编码 JSON，Content-Type 为 application/json',
};

export const NOT_ACCEPTABLE: Refusal = {
  status: 406,
  code: 'NOT_ACCEPTABLE',
  message: '应答只能是 application/json 或 application/graphql-response+json',
};

export const CODING_NOT_ACCEPTABLE: Refusal = {
  status: 406,
  code: 'NOT_ACCEPTABLE',
  message: '应答只能不压缩或以 gzip 压缩，Accept-Encoding 须接受其中之一',
};

export const CSRF_REFUSED: Refusal = {
  status: 400,
  code: 'CSRF_REFUSED',
  message: 'GET 请求须带 Authorization、apollo-require-preflight 或 x-apollo-operation-name 请求头，以防跨站请求伪造',
};

export const BATCHING_NOT_ALLOWED: Refusal = {
  status: 400,
  code: 'BATCHING_NOT_ALLOWED',
  message: '不接受批量请求，请逐个发送操作',
};

export const UNKNOWN_OPERATION: Refusal = {
  status: 400,
  code: 'OPERATION_RESOLUTION_FAILURE',
  message: '无法确定要执行的操作，请核对 operationName',
};

export function badRequest(message: string): Refusal {
  return { status: 400, code: 'BAD_REQUEST', message };
}

export function bodyTooLarge(limitBytes: number): Refusal {
  // The rest of the body is not read, so the connection cannot be used again.
  return {
    status: 413,
    code: 'LIMIT_BODY',
    message: `请求体超过 ${limitBytes} 字节的上限`,
    headers: { connection: 'close' },
  };
}

/** A document that cannot be parsed. Under `application/json` a status says nothing of the GraphQL request, so it stays 200. */
export function documentSyntax({ message, locations }: GraphQLError, accept: string | undefined): Refusal {
  return {
    status: acceptsGraphqlType(accept) ? 400 : 200,
    code: 'GRAPHQL_PARSE_FAILED',
    message,
    ...(locations ? { locations } : {}),
  };
}
