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
    const { tokens, at: now } = this.filled(key, rate);
    const missing = 1 - tokens;
    const isThere = missing < ROUNDING;
    this.keep(key, { tokens: isThere ? Math.max(0, tokens - 1) : tokens, at: now });
    return isThere ? 0 : Math.ceil(((missing - ROUNDING) / rate.perSecond) * 1000);
  }

  /** Takes tokens that were given elsewhere; what is not there is owed. */
  debit(key: string, count: number, rate: Rate): void {
    const { tokens, at } = this.filled(key, rate);
    this.keep(key, { tokens: tokens - count, at });
  }

  private filled(key: string, rate: Rate): Bucket {
    const at = this.clock.now().getTime();
    const bucket = this.buckets.get(key) ?? { tokens: rate.burst, at };
    // A clock set back gives nothing and takes nothing.
    const gained = (Math.max(0, at - bucket.at) / 1000) * rate.perSecond;
    return { tokens: Math.min(rate.burst, bucket.tokens + gained), at };
  }

  private keep(key: string, bucket: Bucket): void {
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    const oldest = this.buckets.keys().next();
    if (this.buckets.size > this.mostKeys && !oldest.done) this.buckets.delete(oldest.value);
  }
}
