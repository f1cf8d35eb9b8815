import { GraphQLError } from 'graphql';
import { meansOver } from '../observability/request-over.ts';

/**
 * Top-level errors: only what a caller cannot mend by sending other data. Business findings travel in payloads.
 * The gateway passes message and code on; nothing else of a fault leaves a service.
 */
export function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
}

export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** The answer when nobody waits any more. */
export const DEADLINE_ERROR = { message: '已超过时限，处理已停止', code: 'DEADLINE_EXCEEDED' } as const;

/** What leaves a subgraph for an error: deliberate ones as they are, faults as one sentence with the trace to quote. */
export function maskFault(error: unknown, traceId: string): { message: string; extensions: Record<string, unknown> } {
  if (meansOver(error)) {
    return { message: DEADLINE_ERROR.message, extensions: { code: DEADLINE_ERROR.code, traceId } };
  }
  const deliberate = deliberateError(error);
  if (deliberate) return { message: deliberate.message, extensions: { ...safeExtensions(deliberate), traceId } };
  return {
    message: `服务内部错误，请将编号 ${traceId} 告知管理员`,
    extensions: { code: 'INTERNAL_SERVER_ERROR', traceId },
  };
}

/** Extension of errors of our scalars: what was given is of the wrong form, whoever says so. */
export const MALFORMED_VALUE = 'malformedValue';

function safeExtensions(error: GraphQLError): Record<string, unknown> {
  const {
    stacktrace: _stack,
    exception: _exception,
    http: _http,
    [MALFORMED_VALUE]: malformed,
    ...safe
  } = error.extensions;
  return malformed === true ? { ...safe, code: 'BAD_USER_INPUT' } : safe;
}

/** GraphQL's own findings and ours; anything thrown by a library or a bug has another original error. */
function deliberateError(error: unknown): GraphQLError | null {
  if (!(error instanceof GraphQLError)) return null;
  const original = error.originalError;
  if (original && !(original instanceof GraphQLError)) return null;
  return error.extensions.code === 'INTERNAL_SERVER_ERROR' && !original ? null : error;
}
