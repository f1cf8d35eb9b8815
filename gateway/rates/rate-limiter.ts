import type { Viewer } from '../../shared/identity/viewer.ts';
import { hasRole } from '../../shared/identity/viewer.ts';
import { type Clock, systemClock } from '../../shared/primitives/clock.ts';
import type { Refusal } from '../http/reply.ts';
import { type Rate, TokenBuckets } from './token-buckets.ts';

export interface Rates {
  /** One person or machine. */
  readonly client: Rate;
  /** All of one member unit together. */
  readonly unit: Rate;
  /** The hub's own machines, instead of the two above. */
  readonly service: Rate;
  /** Whoever shows no valid token, by address. */
  readonly stranger: Rate;
}

export const defaultRates: Rates = {
  client: { perSecond: 100, burst: 200 },
  unit: { perSecond: 200, burst: 400 },
  service: { perSecond: 2_000, burst: 4_000 },
  stranger: { perSecond: 50, burst: 100 },
};

/** Who a request counts for. */
export interface Client {
  /** Null for strangers. */
  readonly viewer: Viewer | null;
  readonly address: string;
}

/** The name under which a client's requests are counted. */
export function clientKey({ viewer, address }: Client): string {
  return viewer ? `client:${viewer.subject}` : `address:${address}`;
}

export class RateLimiter {
  private readonly buckets: TokenBuckets;

  constructor(
    private readonly rates: Rates,
    clock: Clock = systemClock,
  ) {
    this.buckets = new TokenBuckets(10_000, clock);
  }

  /** Counts one request; the refusal when it is one too many. */
  check(client: Client): Refusal | null {
    for (const { key, rate, whose } of this.countedFor(client)) {
      const waitMs = this.buckets.take(key, rate);
      if (waitMs > 0) return tooManyRequests(`${whose}的请求超过每秒 ${rate.perSecond} 次的上限`, waitMs);
    }
    return null;
  }

  private countedFor(client: Client): { key: string; rate: Rate; whose: string }[] {
    const { viewer } = client;
    const key = clientKey(client);
    if (viewer === null) return [{ key, rate: this.rates.stranger, whose: '未认证来源' }];
    if (hasRole(viewer, 'service')) return [{ key, rate: this.rates.service, whose: '该服务' }];
    const own = { key, rate: this.rates.client, whose: '该用户' };
    if (viewer.memberUnit === null) return [own];
    return [own, { key: `unit:${viewer.memberUnit}`, rate: this.rates.unit, whose: '该成员单位' }];
  }
}

/** 429 with whole seconds to wait, at least one. */
export function tooManyRequests(reason: string, waitMs: number): Refusal {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return {
    status: 429,
    code: 'RATE_LIMITED',
    message: `${reason}，请在 ${seconds} 秒后重试`,
    headers: { 'retry-after': String(seconds) },
  };
}
