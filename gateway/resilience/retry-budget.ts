export interface RetryPolicy {
  /** Further attempts after the first. */
  readonly retries: number;
  /** How many retries a hundred calls earn, per subgraph. */
  readonly budgetPercent: number;
  /** The longest pause before the first retry; it doubles with each. */
  readonly pauseMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { retries: 2, budgetPercent: 10, pauseMs: 50 };

/** What a subgraph may be owed at the beginning and at most: a restart at little traffic can be bridged, a storm cannot. */
const RESERVE = 5;
const MOST = 50;

/** Keeps retries a small share of calls: each call earns a fraction of a retry, each retry costs a whole one. */
export class RetryBudget {
  private earned = RESERVE;

  constructor(private readonly budgetPercent: number) {}

  noteCall(): void {
    this.earned = Math.min(MOST, this.earned + this.budgetPercent / 100);
  }

  take(): boolean {
    if (this.earned < 1) return false;
    this.earned -= 1;
    return true;
  }

  giveBack(): void {
    this.earned = Math.min(MOST, this.earned + 1);
  }
}

/** Doubling, and anywhere in its upper half, so that those who failed together do not come back together. */
export function retryPauseMs(attempt: number, pauseMs: number, random: () => number = Math.random): number {
  return pauseMs * 2 ** attempt * (0.5 + random() / 2);
}
