import type { Viewer } from '../../shared/identity/viewer.ts';
import { hasRole } from '../../shared/identity/viewer.ts';
import { type Clock, systemClock } from '../../shared/primitives/clock.ts';
import type { Refusal } from '../http/reply.ts';
import { sharedName, type SpendLedger, type Spends } from './spend-ledger.ts';
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

/** Of whom a request takes, and at what rate. */
interface Counted {
  readonly kind: keyof Rates;
  readonly key: string;
  readonly whose: string;
}

export class RateLimiter {
  private readonly buckets: TokenBuckets;

  /** With a ledger, what is let through is noted there for other gateways. */
  constructor(
    private readonly rates: Rates,
    clock: Clock = systemClock,
    private readonly ledger: SpendLedger | null = null,
  ) {
    this.buckets = new TokenBuckets(10_000, clock);
  }

  /** Counts one request; the refusal when it is one too many. */
  check(client: Client): Refusal | null {
    for (const { kind, key, whose } of countedFor(client)) {
      const rate = this.rates[kind];
      const name = this.ledger ? sharedName(kind, key) : key;
      const waitMs = this.buckets.take(name, rate);
      if (waitMs > 0) return tooManyRequests(`${whose}的请求超过每秒 ${rate.perSecond} 次的上限`, waitMs);
      this.ledger?.note(name);
    }
    return null;
  }

  /** Counts what other gateways have let through. */
  debit(spent: Spends): void {
    for (const [name, count] of Object.entries(spent)) {
      const kind = kindOf(name);
      if (kind !== null) this.buckets.debit(name, count, this.rates[kind]);
    }
  }
}

function countedFor(client: Client): Counted[] {
  const { viewer } = client;
  const key = clientKey(client);
  if (viewer === null) return [{ kind: 'stranger', key, whose: '未认证来源' }];
  if (hasRole(viewer, 'service')) return [{ kind: 'service', key, whose: '该服务' }];
  const own: Counted = { kind: 'client', key, whose: '该用户' };
  if (viewer.memberUnit === null) return [own];
  return [own, { kind: 'unit', key: `unit:${viewer.memberUnit}`, whose: '该成员单位' }];
}

const KINDS: readonly (keyof Rates)[] = ['client', 'unit', 'service', 'stranger'];

function kindOf(name: string): keyof Rates | null {
  return KINDS.find((kind) => name.startsWith(`${kind}:`)) ?? null;
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
