import { describe, expect, it } from 'vitest';
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
    delay.start();
    for (let step = 0; step < 7; step += 1) {
      const until = performance.now() + 200;
      while (performance.now() < until);
      await new Promise((resolve) => setImmediate(resolve));
    }
    delay.stop();
    expect(delay.currentMs()).toBeGreaterThan(50);
  });
});

describe('LoadShedder', () => {
  it('refuses above its limits, says so for a second, and recovers by itself', () => {
    let time = 0;
    const load = { inFlight: 0, loopDelayMs: 0 };
    const policy = { ...defaultOverloadPolicy, inFlight: 2, loopDelayMs: 100 };
    const shedder = new LoadShedder(
      policy,
      { inFlight: () => load.inFlight, loopDelayMs: () => load.loopDelayMs },
      { now: () => new Date(time) },
    );
    load.inFlight = 2;
    expect([shedder.check(), shedder.isShedding()]).toEqual([null, false]);
    load.inFlight = 3;
    expect([shedder.check()?.status, shedder.isShedding()]).toEqual([503, true]);
    load.inFlight = 1;
    expect(shedder.check()).toBeNull();
    time = 999;
    expect(shedder.isShedding()).toBe(true);
    time = 1_000;
    expect(shedder.isShedding()).toBe(false);
    load.loopDelayMs = 101;
    expect([shedder.check()?.code, shedder.isShedding()]).toEqual(['OVERLOADED', true]);
  });
});
