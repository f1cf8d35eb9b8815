import type { RequestScope } from './request-scope.ts';

/** Nobody waits for the answer any more: work on it stops. Becomes the code `DEADLINE_EXCEEDED`. */
export class RequestOver extends Error {
  constructor() {
    super('nobody waits for the answer any more');
  }
}

/** Whether work for a request is in vain. A mutation is not given up because its caller hung up, only for its deadline. */
export function isOver(scope: RequestScope, now: number = Date.now()): boolean {
  const isLate = scope.deadlineAt !== undefined && scope.deadlineAt <= now;
  return isLate || (scope.isMutation !== true && scope.gone?.aborted === true);
}

/** Whether an error says, itself or through what it was made from, that the request was over. */
export function meansOver(error: unknown): boolean {
  for (let cause = error, depth = 0; depth < 5 && typeof cause === 'object' && cause !== null; depth += 1) {
    if (cause instanceof RequestOver) return true;
    cause = innerOf(cause);
  }
  return false;
}

function innerOf(error: object): unknown {
  if ('originalError' in error && error.originalError) return error.originalError;
  if ('driverError' in error) return error.driverError;
  return 'cause' in error ? error.cause : null;
}
