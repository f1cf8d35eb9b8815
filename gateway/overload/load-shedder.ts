import { type Clock, systemClock } from '../../shared/primitives/clock.ts';
import type { Refusal } from '../http/reply.ts';

export interface OverloadPolicy {
  /** GraphQL requests under way at once, all clients together. */
  readonly inFlight: number;
  /** Of these, one client's. */
  readonly inFlightPerClient: number;
  /** The same for the hub's own machines. */
  readonly inFlightPerService: number;
  /** Lasting delay of the event loop. */
  readonly loopDelayMs: number;
}

export const defaultOverloadPolicy: OverloadPolicy = {
  inFlight: 1_000,
  inFlightPerClient: 100,
  inFlightPerService: 400,
  loopDelayMs: 1_000,
};

export interface LoadFacts {
  readonly inFlight: () => number;
  readonly loopDelayMs: () => number;
}

/** How long readiness stays off after the last refusal: balancers should not see it flicker. */
const HOLD_MS = 1_000;

/** Refuses early, before anything is read, while there is more to do than can be done. Recovers by itself. */
export class LoadShedder {
  private lastShedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly policy: OverloadPolicy,
    private readonly load: LoadFacts,
    private readonly clock: Clock = systemClock,
  ) {}

  /** The refusal of one more request, itself already counted as under way; null when it can be served. */
  check(): Refusal | null {
    if (!this.isTooMuch()) return null;
    this.lastShedAt = this.clock.now().getTime();
    return OVERLOADED;
  }

  /** Whether requests were refused just now. */
  isShedding(): boolean {
    return (
      Math.abs(this.clock.now().getTime() - this.lastShedAt) < HOLD_MS ||
      this.load.loopDelayMs() > this.policy.loopDelayMs
    );
  }

  private isTooMuch(): boolean {
    return this.load.inFlight() > this.policy.inFlight || this.load.loopDelayMs() > this.policy.loopDelayMs;
  }
}

export const OVERLOADED: Refusal = {
  status: 503,
  code: 'OVERLOADED',
  message: '系统繁忙，请在 1 秒后重试',
  headers: { 'retry-after': '1' },
};
