import { err, ok, type Result } from '../../shared/primitives/result.ts';
import { BATCHING_NOT_ALLOWED, badRequest } from './refusals.ts';
import type { Refusal } from './reply.ts';
import { parseJson } from '../../shared/primitives/parse-json.ts';

/** The parameters of one GraphQL request. Read here once; nothing behind reads the request a second time. */
export interface GraphqlParams {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

export function readGraphqlParams(method: string, url: URL, body: string): Result<GraphqlParams, Refusal> {
  return method === 'GET' ? readAddress(url.searchParams) : readBodyParams(body);
}

function readBodyParams(body: string): Result<GraphqlParams, Refusal> {
  const data = parseJson(body);
  if (data === undefined) return err(badRequest('请求体不是有效的 JSON'));
  if (Array.isArray(data)) return err(BATCHING_NOT_ALLOWED);
  if (!isMap(data)) return err(badRequest('请求体应为 JSON 对象，包含 query 参数'));
  return checkParams(data);
}

function readAddress(search: URLSearchParams): Result<GraphqlParams, Refusal> {
  const params: Record<string, unknown> = {};
  for (const name of ['query', 'operationName', 'variables', 'extensions']) {
    const [value, second] = search.getAll(name);
    if (second !== undefined) return err(badRequest(`参数 ${name} 只能出现一次`));
    if (!value) continue;
    const isJson = name === 'variables' || name === 'extensions';
    params[name] = isJson ? parseJson(value) : value;
    if (params[name] === undefined) return err(badRequest(`参数 ${name} 不是有效的 JSON`));
  }
  return checkParams(params);
}

function checkParams(data: Readonly<Record<string, unknown>>): Result<GraphqlParams, Refusal> {
  const { query, operationName = null, variables = null, extensions = null } = data;
  if (query === undefined || query === null) return err(badRequest('缺少 query 参数'));
  if (typeof query !== 'string') return err(badRequest('参数 query 应为字符串'));
  if (operationName !== null && typeof operationName !== 'string')
    return err(badRequest('参数 operationName 应为字符串'));
  if (variables !== null && !isMap(variables)) return err(badRequest('参数 variables 应为对象'));
  // Read by nobody here, yet wrong is wrong.
  if (extensions !== null && !isMap(extensions)) return err(badRequest('参数 extensions 应为对象'));
  return ok({ query, operationName: operationName === '' ? null : operationName, variables: variables ?? {} });
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
