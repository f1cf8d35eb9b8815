import { AsyncLocalStorage } from 'node:async_hooks';
import type { Trace } from './trace.ts';

/** What is known about the request now running, wherever in the call tree one stands. */
export interface RequestScope {
  readonly trace: Trace;
  /** SQL statements sent so far. */
  statements: number;
  /** From which address the client spoke to the gateway, which signed it; undefined where that is not known. */
  sourceAddress?: string | undefined;
  /** When nobody waits for the answer any more, milliseconds since the epoch; undefined: no limit is known. */
  readonly deadlineAt?: number | undefined;
  /** Aborted when the caller has hung up. */
  readonly gone?: AbortSignal | undefined;
  /** Settled when it is known whether the call may be taken by this process; undefined or null: it may. */
  readonly claim?: Promise<void> | null | undefined;
  /** Set once the operation is known. What a mutation has begun it finishes, even when the caller has hung up. */
  isMutation?: boolean;
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
