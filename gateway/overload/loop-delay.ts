import { type IntervalHistogram, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { LoopFacts } from './adaptive-limit.ts';

/** Often enough to notice within a second, seldom enough to cost nothing. */
const INTERVAL_MS = 100;
const SAMPLES = 5;
/** How often lateness is sampled between two looks. */
const RESOLUTION_MS = 5;

/**
 * How late this process comes to its work: the smallest of the last few delays of a timer. One long step (a collection of
 * garbage, a reload) is no overload; being late all the time is.
 */
export class LoopDelay {
  private readonly samples: number[] = [];
  private expectedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private histogram: IntervalHistogram | undefined;

  /** `onLook` is told at each look how it has been since the one before. */
  start(onLook: (facts: LoopFacts) => void = () => {}): void {
    const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    histogram.enable();
    this.histogram = histogram;
    this.expectedAt = performance.now() + INTERVAL_MS;
    let before = performance.eventLoopUtilization();
    this.timer = setInterval(() => {
      const now = performance.now();
      this.note(now - this.expectedAt);
      this.expectedAt = now + INTERVAL_MS;
      const usualDelayMs = Math.max(0, histogram.percentile(50) / 1e6 - RESOLUTION_MS);
      onLook({ usualDelayMs, utilization: performance.eventLoopUtilization(before).utilization });
      before = performance.eventLoopUtilization();
      histogram.reset();
    }, INTERVAL_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.histogram?.disable();
  }

  note(delayMs: number): void {
    this.samples.push(Math.max(0, delayMs));
    if (this.samples.length > SAMPLES) this.samples.shift();
  }

  currentMs(): number {
    return this.samples.length < SAMPLES ? 0 : Math.min(...this.samples);
  }
}
