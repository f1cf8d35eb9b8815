import { expect, it } from 'vitest';
import { nextDelay } from './back-off.ts';

it('doubles from one second to thirty while a process keeps ending early', () => {
  const delays: number[] = [];
  for (let delay = 0, i = 0; i < 7; i += 1) {
    delay = nextDelay(delay, 200);
    delays.push(delay);
  }
  expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

it('begins anew once a process has been up for a minute', () => {
  expect(nextDelay(30_000, 60_000)).toBe(1_000);
});
