import { AsyncLocalStorage } from 'node:async_hooks';
import type { Trace } from './trace.ts';

/** What is known about the request now running, wherever in the call tree one stands. */
export interface RequestScope {
  readonly trace: Trace;
  /** SQL statements sent so far. */
  statements: number;
}

const storage = new AsyncLocalStorage<RequestScope>();

/** Runs a request inside a scope of its own. */
export function runInScope<T>(scope: RequestScope, run: () => T): T {
  return storage.run(scope, run);
}

/** The scope of the running request; undefined outside one (start-up, background work). */
export function currentScope(): RequestScope | undefined {
  return storage.getStore();
}
