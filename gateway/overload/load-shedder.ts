import { type Clock, systemClock } from '../../shared/primitives/clock.ts';
import type { Refusal } from '../http/reply.ts';

export interface OverloadPolicy {
  /** GraphQL requests under way at once, all clients together. */
  readonly inFlight: number;
  /** Of these, one client's. */
  readonly inFlightPerClient: number;
  /** The same for the hub's own machines. */
  readonly inFlightPerService: number;
  /** Lasting delay of the event loop at which nobody is served any more. */
  readonly loopDelayMs: number;
  /** Usual delay of the event loop from which clients are held to their shares. */
  readonly busyMs: number;
}

export const defaultOverloadPolicy: OverloadPolicy = {
  inFlight: 1_000,
  inFlightPerClient: 16,
  inFlightPerService: 400,
  loopDelayMs: 1_000,
  busyMs: 5,
};

/** How long readiness stays off after the last refusal: balancers should not see it flicker. */
const HOLD_MS = 1_000;

/** Refuses early, before anything is read, while there is more to do than can be done. Recovers by itself. */
export class LoadShedder {
  private lastShedAt = Number.NEGATIVE_INFINITY;
  private underWay = 0;

  constructor(
    private readonly policy: OverloadPolicy,
    private readonly loopDelayMs: () => number,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Takes one more request on, which must `leave` once it is answered; or the refusal, and there is nothing to leave. */
  enter(): Refusal | null {
    if (this.underWay >= this.policy.inFlight || this.isLate()) {
      this.lastShedAt = this.clock.now().getTime();
      return OVERLOADED;
    }
    this.underWay += 1;
    return null;
  }

  leave(): void {
    this.underWay -= 1;
  }

  /** Whether requests were refused just now. */
  isShedding(): boolean {
    return Math.abs(this.clock.now().getTime() - this.lastShedAt) < HOLD_MS || this.isLate();
  }

  private isLate(): boolean {
    return this.loopDelayMs() > this.policy.loopDelayMs;
  }
}

export const OVERLOADED: Refusal = {
  status: 503,
  code: 'OVERLOADED',
  message: '系统繁忙，请在 1 秒后重试',
  headers: { 'retry-after': '1' },
};
