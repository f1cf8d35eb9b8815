import { currentScope, type RequestScope } from './request-scope.ts';

/**
 * Header by which a subgraph tells the gateway that a reply stays as it is until its data revision changes or the day
 * (Asia/Shanghai) ends. A reply without it is never remembered.
 */
export const LASTING_HEADER = 'x-hub-lasting';

const fleeting = new WeakSet<RequestScope>();

/** Notes that the running request was told something that changes by itself. Outside a request nothing is noted. */
export function noteFleeting(): void {
  const scope = currentScope();
  if (scope !== undefined) fleeting.add(scope);
}

/** Whether a request was told something that changes by itself. */
export function isFleeting(scope: RequestScope): boolean {
  return fleeting.has(scope);
}
