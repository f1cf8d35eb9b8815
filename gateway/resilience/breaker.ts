import { type Clock, systemClock } from '../../shared/primitives/clock.ts';

export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

export interface BreakerPolicy {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open before one probe may pass. */
  readonly resetMs: number;
}

/** Leave to make one call; hand back what came of it exactly once. */
export interface Permit {
  succeed(): void;
  fail(): void;
  /** Nothing was learnt: a probe gives its place to the next call. */
  release(): void;
}

/**
 * Stops asking a subgraph that does not answer: open after some failures in a row, one probe at a time after a while,
 * closed again by the first success. What a call started before the last change of state says is not listened to.
 */
export class Breaker {
  private state: BreakerState = 'CLOSED';
  private epoch = 0;
  private failuresInRow = 0;
  private openedAt = 0;

  constructor(
    private readonly policy: BreakerPolicy,
    private readonly onChange: (state: BreakerState) => void = () => {},
    private readonly clock: Clock = systemClock,
  ) {}

  /** A permit, or null when the call must not be made. */
  enter(): Permit | null {
    if (this.state === 'HALF_OPEN') return null;
    if (this.state === 'OPEN') {
      if (this.now() - this.openedAt < this.policy.resetMs) return null;
      this.become('HALF_OPEN');
    }
    return this.permit();
  }

  current(): BreakerState {
    return this.state;
  }

  private permit(): Permit {
    const epoch = this.epoch;
    const ifCurrent = (act: () => void) => () => {
      if (epoch === this.epoch) act();
    };
    return {
      succeed: ifCurrent(() => {
        this.failuresInRow = 0;
        if (this.state !== 'CLOSED') this.become('CLOSED');
      }),
      fail: ifCurrent(() => {
        this.failuresInRow += 1;
        if (this.state === 'HALF_OPEN' || this.failuresInRow >= this.policy.failures) this.open(this.now());
      }),
      // Open since long ago, so that the very next call probes.
      release: ifCurrent(() => {
        if (this.state === 'HALF_OPEN') this.open(this.openedAt);
      }),
    };
  }

  private open(at: number): void {
    this.openedAt = at;
    this.failuresInRow = 0;
    this.become('OPEN');
  }

  private become(state: BreakerState): void {
    this.state = state;
    this.epoch += 1;
    this.onChange(state);
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
