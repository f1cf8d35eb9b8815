import { type Clock, systemClock } from '../../shared/primitives/clock.ts';

export interface Rate {
  readonly perSecond: number;
  /** How many may come at once after a quiet time. */
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Fractions add up to a whole only nearly. */
const ROUNDING = 1e-6;

/** One bucket per key, in this process. Keys unused longest are forgotten, which only ever helps them. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly mostKeys = 10_000,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Takes one token; the milliseconds until there is one again, 0 when it was there. */
  take(key: string, rate: Rate): number {
    const now = this.clock.now().getTime();
    const bucket = this.buckets.get(key) ?? { tokens: rate.burst, at: now };
    // A clock set back gives nothing and takes nothing.
    const gained = (Math.max(0, now - bucket.at) / 1000) * rate.perSecond;
    const tokens = Math.min(rate.burst, bucket.tokens + gained);
    const missing = 1 - tokens;
    const isThere = missing < ROUNDING;
    this.keep(key, { tokens: isThere ? Math.max(0, tokens - 1) : tokens, at: now });
    return isThere ? 0 : Math.ceil(((missing - ROUNDING) / rate.perSecond) * 1000);
  }

  private keep(key: string, bucket: Bucket): void {
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    const oldest = this.buckets.keys().next();
    if (this.buckets.size > this.mostKeys && !oldest.done) this.buckets.delete(oldest.value);
  }
}
