import type { Clock } from '../../shared/primitives/clock.ts';

/** Header that tells a subgraph when nobody waits for its answer any more: milliseconds since the epoch. */
export const DEADLINE_HEADER = 'x-hub-deadline';

export interface TimeLimits {
  /** The whole request, all departments together. */
  readonly requestMs: number;
  /** One call to one subgraph. */
  readonly subgraphMs: number;
  readonly subgraphs: Readonly<Record<string, number>>;
}

export const defaultTimeLimits: TimeLimits = { requestMs: 5_000, subgraphMs: 2_000, subgraphs: {} };

/** The end of one request's budget. */
export class Deadline {
  readonly at: number;

  constructor(
    budgetMs: number,
    private readonly clock: Clock,
  ) {
    this.at = clock.now().getTime() + budgetMs;
  }

  remainingMs(): number {
    return Math.max(0, this.at - this.clock.now().getTime());
  }
}

/**
 * How long one call may take. A query given up costs nothing, so it gets its department's limit; a mutation given up
 * leaves its outcome unknown, so it gets the whole budget.
 */
export function callLimitMs(limits: TimeLimits, subgraph: string, isMutation: boolean): number {
  const ownMs = limits.subgraphs[subgraph] ?? limits.subgraphMs;
  return isMutation ? Math.max(ownMs, limits.requestMs) : ownMs;
}

/** The promised value, or the substitute once the time is over. The promise itself goes on. */
export async function within<T>(ms: number, promise: Promise<T>, substitute: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(substitute()), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
