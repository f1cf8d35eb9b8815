/** How a process has fared since the last look. */
export interface LoopFacts {
  /** How late the event loop usually was. */
  readonly usualDelayMs: number;
  /** Share of the time it was at work: late but idle it only waits for other processes of the machine. */
  readonly utilization: number;
}

/** Above this share of its time a process has as much to do as it can. */
const FULL = 0.7;
/** Never fewer: with so few at once nobody is slowed much. It takes more than a second of being late to come down to them. */
const LEAST = 4;
/** Taken on at once while nothing is known to be too much. */
const FIRST = 128;

/**
 * How many requests this process works on at once before it counts as busy: found out while running, for machines differ,
 * and a fixed number is above what a small one can do. Fewer while the event loop is late with its own work, more while
 * all are in use and it is not.
 */
export class AdaptiveLimit {
  private limit: number;
  private isInUse = false;

  constructor(
    private readonly most: number,
    private readonly busyMs: number,
  ) {
    this.limit = Math.min(FIRST, most);
  }

  get current(): number {
    return Math.floor(this.limit);
  }

  /** Whether so many under way are all there should be. */
  isReached(underWay: number): boolean {
    const isReached = underWay >= this.current;
    if (isReached) this.isInUse = true;
    return isReached;
  }

  /** Told now and then; falls fast, grows slowly, and beyond the first guess only where there is use for it. */
  adjust({ usualDelayMs, utilization }: LoopFacts): void {
    if (usualDelayMs > this.busyMs && utilization > FULL)
      this.limit = Math.max(Math.min(LEAST, this.most), this.limit * 0.8);
    else if (this.isInUse || this.limit < FIRST) this.limit = Math.min(this.most, this.limit * 1.1);
    this.isInUse = false;
  }
}
