import { describe, expect, it } from 'vitest';
import { callLimitMs, Deadline, defaultTimeLimits, within } from './deadline.ts';

describe('time limits', () => {
  it('count down from the beginning of the request and stop at nothing', () => {
    let time = 1_000;
    const deadline = new Deadline(5_000, { now: () => new Date(time) });
    time += 4_000;
    expect(deadline.remainingMs()).toBe(1_000);
    time += 9_000;
    expect(deadline.remainingMs()).toBe(0);
  });

  it('give a query its department, a mutation the whole budget', () => {
    const limits = { ...defaultTimeLimits, subgraphs: { hrss: 3_000 } };
    expect(callLimitMs(limits, 'sasac', false)).toBe(2_000);
    expect(callLimitMs(limits, 'hrss', false)).toBe(3_000);
    expect(callLimitMs(limits, 'hrss', true)).toBe(5_000);
  });

  it('put the substitute in the place of what comes too late', async () => {
    expect(await within(0, new Promise<string>(() => {}), () => 'late')).toBe('late');
    expect(await within(10_000, Promise.resolve('here'), () => 'late')).toBe('here');
    await expect(within(10_000, Promise.reject(new Error('fault')), () => 'late')).rejects.toThrow('fault');
  });
});
