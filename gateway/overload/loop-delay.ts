/** Often enough to notice within a second, seldom enough to cost nothing. */
const INTERVAL_MS = 100;
const SAMPLES = 5;

/**
 * How late this process comes to its work: the smallest of the last few delays of a timer. One long step (a collection of
 * garbage, a reload) is no overload; being late all the time is.
 */
export class LoopDelay {
  private readonly samples: number[] = [];
  private expectedAt = 0;
  private timer: NodeJS.Timeout | undefined;

  start(): void {
    this.expectedAt = performance.now() + INTERVAL_MS;
    this.timer = setInterval(() => {
      const now = performance.now();
      this.note(now - this.expectedAt);
      this.expectedAt = now + INTERVAL_MS;
    }, INTERVAL_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  note(delayMs: number): void {
    this.samples.push(Math.max(0, delayMs));
    if (this.samples.length > SAMPLES) this.samples.shift();
  }

  currentMs(): number {
    return this.samples.length < SAMPLES ? 0 : Math.min(...this.samples);
  }
}
