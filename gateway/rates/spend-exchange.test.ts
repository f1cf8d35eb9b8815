import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../shared/observability/logger.ts';
import { type Rates, RateLimiter } from './rate-limiter.ts';
import { SpendExchange, type SpendReport, type SpendSource } from './spend-exchange.ts';
import { sharedName, SpendLedger, type Spends } from './spend-ledger.ts';

const log = createLogger('gateway', 'silent');

/** The hub as gateways see it: tells each what the others told since. */
class FakeHub implements SpendSource {
  isAway = false;
  private readonly told: SpendReport[] = [];

  async exchange(report: SpendReport) {
    if (this.isAway) throw new Error('away');
    const after = report.after ?? this.told.length;
    const spent: Record<string, number> = {};
    for (const { gateway, spent: theirs } of this.told.slice(after)) {
      if (gateway === report.gateway) continue;
      for (const [name, count] of Object.entries(theirs)) spent[name] = (spent[name] ?? 0) + count;
    }
    const head = this.told.length;
    this.told.push(report);
    return { head, spent };
  }
}

function aWorld(count: number, rates: Rates) {
  let time = 1_000_000;
  const hub = new FakeHub();
  const gateways = Array.from({ length: count }, () => {
    const ledger = new SpendLedger();
    const limiter = new RateLimiter(rates, { now: () => new Date(time) }, ledger);
    const exchange = new SpendExchange({
      source: hub,
      ledger,
      debit: (spent: Spends) => limiter.debit(spent),
      everyMs: 1,
      log,
    });
    return { limiter, exchange };
  });
  return { hub, gateways, wait: (ms: number) => (time += ms) };
}

const clerk = {
  viewer: { subject: 'p1', memberUnit: null, roles: ['integrator' as const], purpose: '' },
  address: '127.0.0.1',
};
const ratesOf = (perSecond: number, burst: number): Rates => {
  const rate = { perSecond, burst };
  return { client: rate, unit: rate, service: rate, stranger: rate };
};

describe('several gateways', () => {
  it('give one client no more than one would, and once what they could not know of each other', async () => {
    const step = fc.record({
      ms: fc.integer({ min: 0, max: 60 }),
      at: fc.nat(),
      times: fc.integer({ min: 1, max: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 150 }),
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 20 }),
        async (steps, count, perSecond, burst) => {
          const everyMs = 100;
          const { gateways, wait } = aWorld(count, ratesOf(perSecond, burst));
          for (const { exchange } of gateways) await exchange.exchange();
          let elapsed = 0;
          let given = 0;
          for (const { ms, at, times } of steps) {
            // Each exchanges at a moment of its own, once in every interval.
            for (let passed = 0; passed < ms; passed += 1) {
              wait(1);
              elapsed += 1;
              for (const [index, { exchange }] of gateways.entries())
                if ((elapsed + index * 37) % everyMs === 0) await exchange.exchange();
            }
            for (let time = 0; time < times; time += 1)
              if (gateways[at % count]?.limiter.check(clerk) === null) given += 1;
          }
          const unknown = (count - 1) * (burst + (perSecond * 2 * everyMs) / 1000);
          expect(given).toBeLessThanOrEqual(burst + (elapsed / 1000) * perSecond + unknown + 1e-6);
        },
      ),
    );
  });

  it('refuse at one what was let through at the other, until it has been made good by waiting', async () => {
    const { gateways, wait } = aWorld(2, ratesOf(10, 5));
    const [a, b] = gateways;
    for (const { exchange } of gateways) await exchange.exchange();
    for (let time = 0; time < 5; time += 1) a?.limiter.check(clerk);
    await a?.exchange.exchange();
    await b?.exchange.exchange();
    expect(b?.limiter.check(clerk)?.code).toBe('RATE_LIMITED');
    wait(100);
    expect(b?.limiter.check(clerk)).toBeNull();
    expect(b?.limiter.check(clerk)?.code).toBe('RATE_LIMITED');
  });

  it('go on by themselves while the hub is away, and hold nobody to it afterwards', async () => {
    const { hub, gateways } = aWorld(2, ratesOf(10, 5));
    const [a, b] = gateways;
    for (const { exchange } of gateways) await exchange.exchange();
    hub.isAway = true;
    for (let time = 0; time < 5; time += 1) a?.limiter.check(clerk);
    expect(a?.limiter.check(clerk)?.code).toBe('RATE_LIMITED');
    await a?.exchange.exchange();
    await b?.exchange.exchange();
    hub.isAway = false;
    await a?.exchange.exchange();
    await b?.exchange.exchange();
    expect(b?.limiter.check(clerk)).toBeNull();
  });
});

describe('what a gateway tells', () => {
  it('names nobody, and those with most traffic first', () => {
    const ledger = new SpendLedger();
    for (let client = 0; client < 1_500; client += 1) ledger.note(sharedName('client', `client:p${client}`));
    for (let time = 0; time < 7; time += 1) ledger.note(sharedName('unit', 'unit:hrss'));
    const told = ledger.take();
    expect(Object.keys(told)).toHaveLength(1_000);
    expect(told[sharedName('unit', 'unit:hrss')]).toBe(7);
    expect(JSON.stringify(told)).not.toContain('hrss');
    expect(ledger.take()).toEqual({});
  });
});
