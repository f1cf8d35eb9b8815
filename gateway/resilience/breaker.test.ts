import { describe, expect, it } from 'vitest';
import { Breaker, type BreakerState } from './breaker.ts';

function aBreaker() {
  let time = 0;
  const states: BreakerState[] = [];
  const breaker = new Breaker({ failures: 5, resetMs: 10_000 }, (state) => states.push(state), {
    now: () => new Date(time),
  });
  const fail = (times: number) => {
    for (let i = 0; i < times; i += 1) breaker.enter()?.fail();
  };
  return { breaker, states, fail, wait: (ms: number) => (time += ms) };
}

describe('Breaker', () => {
  it('opens after five failures in a row', () => {
    const { breaker, fail } = aBreaker();
    fail(4);
    expect(breaker.enter()).not.toBeNull();
    fail(1);
    expect(breaker.current()).toBe('OPEN');
    expect(breaker.enter()).toBeNull();
  });

  it('forgets failures at the first success', () => {
    const { breaker, fail } = aBreaker();
    fail(4);
    breaker.enter()?.succeed();
    fail(4);
    expect(breaker.current()).toBe('CLOSED');
  });

  it('lets one probe through after ten seconds and closes by itself', () => {
    const { breaker, fail, wait, states } = aBreaker();
    fail(5);
    wait(9_999);
    expect(breaker.enter()).toBeNull();
    wait(1);
    const probe = breaker.enter();
    expect(probe).not.toBeNull();
    expect(breaker.enter()).toBeNull();
    probe?.succeed();
    expect(breaker.enter()).not.toBeNull();
    expect(states).toEqual(['OPEN', 'HALF_OPEN', 'CLOSED']);
  });

  it('opens for another ten seconds when the probe fails', () => {
    const { breaker, fail, wait } = aBreaker();
    fail(5);
    wait(10_000);
    breaker.enter()?.fail();
    wait(9_999);
    expect(breaker.enter()).toBeNull();
    wait(1);
    expect(breaker.enter()).not.toBeNull();
  });

  it('gives the place of a probe that told nothing to the next call', () => {
    const { breaker, fail, wait } = aBreaker();
    fail(5);
    wait(10_000);
    breaker.enter()?.release();
    expect(breaker.enter()).not.toBeNull();
  });

  it('does not listen to calls that began before it opened', () => {
    const { breaker, fail, wait } = aBreaker();
    const early = breaker.enter();
    const late = breaker.enter();
    fail(5);
    early?.succeed();
    expect(breaker.current()).toBe('OPEN');
    wait(10_000);
    breaker.enter();
    late?.fail();
    expect(breaker.current()).toBe('HALF_OPEN');
  });
});
