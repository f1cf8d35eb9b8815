import type { Logger } from '../../shared/observability/logger.ts';
import type { Clock } from '../../shared/primitives/clock.ts';
import { RateLimiter, type Rates } from './rate-limiter.ts';
import { SpendExchange, type SpendSource } from './spend-exchange.ts';
import { SpendLedger } from './spend-ledger.ts';

/** Where several gateways count together, and how often they tell each other. */
export interface RateSharing {
  readonly source: SpendSource;
  readonly everyMs: number;
}

export interface SharedRates {
  readonly limiter: RateLimiter;
  close(): void;
}

/** The limiter of one gateway, counting with the others from now on where there are any. */
export function startRates(
  rates: Rates,
  sharing: RateSharing | undefined,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): SharedRates {
  if (!sharing) return { limiter: new RateLimiter(rates, clock), close: () => undefined };
  const ledger = new SpendLedger();
  const limiter = new RateLimiter(rates, clock, ledger);
  const exchange = new SpendExchange({ ...sharing, ledger, debit: (spent) => limiter.debit(spent), log });
  exchange.start();
  return { limiter, close: () => exchange.close() };
}
