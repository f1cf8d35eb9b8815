import { GraphQLError } from 'graphql';
import type { SubgraphDirectory } from './subgraph-directory.ts';

export interface ErrorContext {
  readonly traceId: string;
  readonly isMutation: boolean;
  readonly directory: SubgraphDirectory;
}

export interface FormattedErrors {
  readonly errors: readonly GraphQLError[];
  /** What was hidden from the caller and belongs into the log. */
  readonly faults: readonly unknown[];
}

export const SUBGRAPH_UNAVAILABLE = 'SUBGRAPH_UNAVAILABLE';

/** What a subgraph may say beside its message. Everything else (stack, SQL, request, response) stays inside. */
const PASSED_ON = [
  'code',
  'path',
  'row',
  'rule',
  'severity',
  'messageEn',
  'remedy',
  'retryAfter',
  'retryable',
] as const;

/** Codes under which a subgraph speaks of itself or of our call, not of the caller's data. */
const NOT_FOR_CALLERS = new Set([
  'INTERNAL_SERVER_ERROR',
  'DOWNSTREAM_SERVICE_ERROR',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
]);

/** Names close to a wrong one would let anybody guess their way through the graph. */
const SUGGESTION = / Did you mean .*\?$/s;

/** Marks a call that got no answer; the words for people are put on by `formatErrors`. */
export function subgraphUnavailable(serviceName: string): GraphQLError {
  return new GraphQLError('subgraph unavailable', { extensions: { code: SUBGRAPH_UNAVAILABLE, serviceName } });
}

/** The one place where errors take the form in which they leave: one per unavailable subgraph, nothing internal. */
export function formatErrors(errors: readonly unknown[], context: ErrorContext): FormattedErrors {
  const named = new Set<string>();
  const formatted: GraphQLError[] = [];
  const faults: unknown[] = [];
  for (const error of errors.flatMap(flatten)) {
    const away = nameOfAway(error);
    if (away !== null && named.has(away)) continue;
    if (away !== null) named.add(away);
    const left = formatOne(error, context);
    formatted.push(left);
    if (left.extensions.code === 'INTERNAL_SERVER_ERROR') faults.push(causeOf(error));
  }
  return { errors: formatted, faults };
}

function formatOne(error: unknown, context: ErrorContext): GraphQLError {
  if (!(error instanceof GraphQLError)) return internal(null, null, context);
  const serviceName = textOf(error.extensions.serviceName);
  if (serviceName === null) return isDeliberate(error) ? ofGateway(error, context) : internal(error, null, context);
  if (error.extensions.code === SUBGRAPH_UNAVAILABLE) return unavailable(error, serviceName, context);
  const isForCallers = !NOT_FOR_CALLERS.has(textOf(error.extensions.code) ?? '') && !wasThrown(error);
  return isForCallers ? ofSubgraph(error, serviceName, context) : internal(error, serviceName, context);
}

/** The subgraph whose absence an error tells of. */
function nameOfAway(error: unknown): string | null {
  if (!(error instanceof GraphQLError) || error.extensions.code !== SUBGRAPH_UNAVAILABLE) return null;
  return textOf(error.extensions.serviceName);
}

function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error;
}

function flatten(error: unknown): unknown[] {
  return error instanceof AggregateError ? error.errors.flatMap(flatten) : [error];
}

function unavailable(
  error: GraphQLError,
  serviceName: string,
  { traceId, isMutation, directory }: ErrorContext,
): GraphQLError {
  const consequence = isMutation ? '本次操作的结果未知，请用同一幂等键重试' : '相关数据为空，其余结果不受影响';
  return new GraphQLError(`${directory.nameOf(serviceName)}（${serviceName}）子图暂不可用，${consequence}`, {
    path: error.path,
    extensions: { code: SUBGRAPH_UNAVAILABLE, serviceName, units: directory.unitsOf(serviceName), traceId },
  });
}

function ofSubgraph(error: GraphQLError, serviceName: string, { traceId }: ErrorContext): GraphQLError {
  const passed = Object.fromEntries(
    PASSED_ON.flatMap((name) => (name in error.extensions ? [[name, error.extensions[name]]] : [])),
  );
  return new GraphQLError(error.message, { path: error.path, extensions: { ...passed, serviceName, traceId } });
}

/** Parse, validation and variable errors of the runtime, and refusals of our own. */
function ofGateway(error: GraphQLError, { traceId }: ErrorContext): GraphQLError {
  const { code, http } = error.extensions;
  // The runtime marks a document that does not fit the schema with a status; what is left are variables that do not.
  const fallback = http === undefined ? 'BAD_USER_INPUT' : 'GRAPHQL_VALIDATION_FAILED';
  return new GraphQLError(error.message.replace(SUGGESTION, ''), {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: { code: textOf(code) ?? fallback, ...(http ? { http } : {}), traceId },
  });
}

function internal(error: GraphQLError | null, serviceName: string | null, { traceId }: ErrorContext): GraphQLError {
  return new GraphQLError(`服务内部错误，请将编号 ${traceId} 告知管理员`, {
    path: error?.path,
    extensions: { code: 'INTERNAL_SERVER_ERROR', ...(serviceName === null ? {} : { serviceName }), traceId },
  });
}

/** Made on purpose by GraphQL or by us. */
function isDeliberate(error: GraphQLError): boolean {
  return !wasThrown(error) && error.extensions.code !== 'INTERNAL_SERVER_ERROR' && error.extensions.unexpected !== true;
}

/** What a bug or a library threw has an error of another kind inside; executors wrap deliberate ones in their like. */
function wasThrown({ originalError }: GraphQLError): boolean {
  if (originalError === undefined) return false;
  return !(originalError instanceof GraphQLError) || wasThrown(originalError);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
