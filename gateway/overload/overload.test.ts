import { describe, expect, it } from 'vitest';
import { AdaptiveLimit } from './adaptive-limit.ts';
import { defaultOverloadPolicy, LoadShedder } from './load-shedder.ts';
import { LoopDelay } from './loop-delay.ts';

describe('LoopDelay', () => {
  it('is what all of the last five looks had to wait, so that one long step is no overload', () => {
    const delay = new LoopDelay();
    for (const ms of [900, 900, 900, 900]) delay.note(ms);
    expect(delay.currentMs()).toBe(0);
    delay.note(700);
    expect(delay.currentMs()).toBe(700);
    delay.note(5);
    expect(delay.currentMs()).toBe(5);
    for (const ms of [900, 800, 900, 900, 900]) delay.note(ms);
    expect(delay.currentMs()).toBe(800);
  });

  it('measures a busy process', async () => {
    const delay = new LoopDelay();
    const looks: number[] = [];
    delay.start(({ utilization }) => looks.push(utilization));
    for (let step = 0; step < 7; step += 1) {
      const until = performance.now() + 200;
      while (performance.now() < until);
      await new Promise((resolve) => setImmediate(resolve));
    }
    delay.stop();
    expect(delay.currentMs()).toBeGreaterThan(50);
    expect(Math.max(...looks)).toBeGreaterThan(0.5);
  });
});

describe('LoadShedder', () => {
  it('refuses above its limits, says so for a second, and recovers by itself', () => {
    let time = 0;
    let loopDelayMs = 0;
    const policy = { ...defaultOverloadPolicy, inFlight: 2, loopDelayMs: 100 };
    const shedder = new LoadShedder(policy, () => loopDelayMs, { now: () => new Date(time) });
    expect([shedder.enter(), shedder.enter(), shedder.isShedding()]).toEqual([null, null, false]);
    expect([shedder.enter()?.status, shedder.isShedding()]).toEqual([503, true]);
    shedder.leave();
    expect(shedder.enter()).toBeNull();
    time = 999;
    expect(shedder.isShedding()).toBe(true);
    time = 1_000;
    expect(shedder.isShedding()).toBe(false);
    shedder.leave();
    loopDelayMs = 101;
    expect([shedder.enter()?.code, shedder.isShedding()]).toEqual(['OVERLOADED', true]);
  });
});

describe('AdaptiveLimit', () => {
  const late = { usualDelayMs: 6, utilization: 1 };
  const times = (count: number, act: () => void) => Array.from({ length: count }, act);

  it('falls while the loop is late with its own work, and is back soon after', () => {
    const limit = new AdaptiveLimit(1_000, 5);
    const first = limit.current;
    limit.isReached(30);
    limit.adjust(late);
    expect(limit.current).toBe(24);
    limit.isReached(24);
    limit.adjust({ ...late, usualDelayMs: 60 });
    expect(limit.current).toBe(12);
    times(50, () => limit.adjust(late));
    expect(limit.current).toBe(4);
    times(80, () => limit.adjust({ usualDelayMs: 1, utilization: 1 }));
    expect(limit.current).toBeGreaterThanOrEqual(first);
  });

  it('does not fall because the machine is busy with something else', () => {
    const limit = new AdaptiveLimit(1_000, 5);
    const first = limit.current;
    times(50, () => limit.adjust({ usualDelayMs: 60, utilization: 0.3 }));
    expect(limit.current).toBeGreaterThanOrEqual(first);
  });

  it('grows beyond its first guess only while it is reached, and never over the fixed one', () => {
    const calm = { usualDelayMs: 0, utilization: 0.5 };
    const [idle, inUse] = [new AdaptiveLimit(200, 5), new AdaptiveLimit(200, 5)];
    times(50, () => {
      idle.isReached(1);
      idle.adjust(calm);
      inUse.isReached(inUse.current);
      inUse.adjust(calm);
    });
    expect([idle.current < 150, inUse.current]).toEqual([true, 200]);
    const small = new AdaptiveLimit(3, 5);
    times(9, () => small.adjust(late));
    expect([small.current, small.isReached(2), small.isReached(3)]).toEqual([3, false, true]);
  });
});
