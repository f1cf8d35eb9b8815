import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { ClientSlots } from './client-slots.ts';
import { RateLimiter } from './rate-limiter.ts';
import { RefusalPace } from './refusal-pace.ts';
import { TokenBuckets } from './token-buckets.ts';

function aClock() {
  let time = 1_000_000;
  return { clock: { now: () => new Date(time) }, wait: (ms: number) => (time += ms) };
}

describe('TokenBuckets', () => {
  it('gives a burst, then as many as the rate says, and tells how long to wait', () => {
    const { clock, wait } = aClock();
    const buckets = new TokenBuckets(10, clock);
    const rate = { perSecond: 10, burst: 3 };
    expect([1, 2, 3, 4].map(() => buckets.take('a', rate))).toEqual([0, 0, 0, 100]);
    wait(99);
    expect(buckets.take('a', rate)).toBe(1);
    wait(1);
    expect(buckets.take('a', rate)).toBe(0);
    expect(buckets.take('b', rate)).toBe(0);
  });

  it('never gives more than burst and rate allow, in whatever rhythm it is asked', () => {
    const rhythm = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 200 });
    fc.assert(
      fc.property(
        rhythm,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 20 }),
        (waits, perSecond, burst) => {
          const { clock, wait } = aClock();
          const buckets = new TokenBuckets(10, clock);
          let given = 0;
          let elapsed = 0;
          for (const ms of waits) {
            wait(ms);
            elapsed += ms;
            if (buckets.take('a', { perSecond, burst }) === 0) given += 1;
          }
          expect(given).toBeLessThanOrEqual(burst + (elapsed / 1000) * perSecond + 1e-6);
        },
      ),
    );
  });

  it('survives a clock that is set back, and gives nothing for it', () => {
    const { clock, wait } = aClock();
    const buckets = new TokenBuckets(10, clock);
    const rate = { perSecond: 1, burst: 1 };
    buckets.take('a', rate);
    wait(-3_600_000);
    expect(buckets.take('a', rate)).toBe(1_000);
    wait(1_000);
    expect(buckets.take('a', rate)).toBe(0);
  });

  it('remembers no more keys than it may', () => {
    const { clock } = aClock();
    const buckets = new TokenBuckets(2, clock);
    const rate = { perSecond: 1, burst: 1 };
    for (const key of ['a', 'b', 'c']) buckets.take(key, rate);
    expect([buckets.take('c', rate), buckets.take('a', rate)]).toEqual([1_000, 0]);
  });
});

describe('RateLimiter', () => {
  const one = { perSecond: 1, burst: 1 };
  const rates = { client: one, unit: { perSecond: 1, burst: 2 }, service: { perSecond: 1, burst: 5 }, stranger: one };
  const of = (subject: string, memberUnit: string | null, role: Viewer['roles'][number] = 'unit-editor') => ({
    viewer: { subject, memberUnit, roles: [role], purpose: '' },
    address: '127.0.0.1',
  });

  it('counts each client, each unit, the service and strangers by themselves', () => {
    const limiter = new RateLimiter(rates, aClock().clock);
    const code = (client: Parameters<RateLimiter['check']>[0]) => limiter.check(client)?.message.slice(0, 7) ?? 'ok';
    expect([code(of('a', 'hrss')), code(of('a', 'hrss'))]).toEqual(['ok', '该用户的请求超']);
    expect([code(of('b', 'hrss')), code(of('c', 'hrss'))]).toEqual(['ok', '该成员单位的请']);
    expect(code(of('d', 'union'))).toBe('ok');
    expect(code(of('e', null))).toBe('ok');
    expect(Array.from({ length: 6 }, () => code(of('w', null, 'service')))).toEqual([
      ...Array(5).fill('ok'),
      '该服务的请求超',
    ]);
    const stranger = { viewer: null, address: '10.0.0.1' };
    expect([code(stranger), code(stranger), code({ ...stranger, address: '10.0.0.2' })]).toEqual([
      'ok',
      '未认证来源的请',
      'ok',
    ]);
  });

  it('does not mistake an address for a client of that name', () => {
    const limiter = new RateLimiter(rates, aClock().clock);
    limiter.check({ viewer: null, address: 'a' });
    expect(limiter.check(of('a', null))).toBeNull();
  });
});

describe('RefusalPace', () => {
  it('holds back only who goes on and on, and nobody longer than a second', () => {
    let time = 0;
    const pace = new RefusalPace({ now: () => new Date(time) });
    const held = (key: string, count: number) => Array.from({ length: count }, () => pace.holdMs(key));
    expect(Math.max(...held('a', 200))).toBe(0);
    expect(held('a', 3)).toEqual([5, 10, 15]);
    expect(Math.max(...held('a', 1_000))).toBe(1_000);
    expect(pace.holdMs('b')).toBe(0);
    time = 1_000;
    expect(pace.holdMs('a')).toBe(5);
    time = 3_000;
    expect(pace.holdMs('a')).toBe(0);
  });
});

describe('ClientSlots', () => {
  it('gives each client its own, and takes each back once', () => {
    const slots = new ClientSlots();
    const first = slots.take('a', 1);
    expect(first).not.toBeNull();
    expect(slots.take('a', 1)).toBeNull();
    expect(slots.take('b', 1)).not.toBeNull();
    first?.();
    first?.();
    const again = slots.take('a', 1);
    expect(again).not.toBeNull();
    expect(slots.take('a', 1)).toBeNull();
  });

  it('knows who has his share of what there is, divided among all who have any', () => {
    const slots = new ClientSlots();
    for (let taken = 0; taken < 10; taken += 1) slots.take('a', 99);
    expect([slots.hasShare('a', 11), slots.hasShare('a', 10)]).toEqual([false, true]);
    const release = slots.take('b', 9);
    expect([slots.total, slots.hasShare('a', 20), slots.hasShare('a', 21)]).toEqual([11, true, false]);
    expect(slots.hasShare('b', 1)).toBe(false);
    release?.();
    expect([slots.total, slots.hasShare('a', 20)]).toEqual([10, false]);
  });
});
