/** How a process has fared since the last look. */
export interface LoopFacts {
  /** How late the event loop usually was. */
  readonly usualDelayMs: number;
  /** Share of the time it was at work: late but idle it only waits for other processes of the machine. */
  readonly utilization: number;
}

/** Above this share of its time a process has as much to do as it can. */
const FULL = 0.7;
/** So many times as late as it should be, it is far too late. */
const FAR = 4;
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
  /** The most that were under way since the last look. */
  private used = 0;

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
    this.used = Math.max(this.used, underWay);
    return underWay >= this.current;
  }

  /** Told now and then; falls fast from what is in use, grows slowly, and beyond the first guess only where there is use for it. */
  adjust({ usualDelayMs, utilization }: LoopFacts): void {
    const least = Math.min(LEAST, this.most);
    const isInUse = this.used >= this.current;
    if (usualDelayMs > this.busyMs && utilization > FULL) {
      const share = usualDelayMs > FAR * this.busyMs ? 0.5 : 0.8;
      this.limit = Math.max(least, Math.min(this.limit, this.used) * share);
    } else if (isInUse || this.limit < FIRST) this.limit = Math.min(this.most, this.limit * 1.05);
    this.used = 0;
  }
}
