import { describe, expect, it } from 'vitest';
import { backoffMs, pause } from './backoff.ts';

describe('backoffMs', () => {
  it('doubles up to five seconds and leaves half to chance', () => {
    expect([0, 1, 2, 20].map((failures) => backoffMs(failures, () => 1))).toEqual([200, 400, 800, 5_000]);
    expect(backoffMs(0, () => 0)).toBe(100);
  });
});

describe('pause', () => {
  it('ends at once when it is time to stop', async () => {
    const stopping = new AbortController();
    const waiting = pause(60_000, stopping.signal);
    stopping.abort();
    await expect(waiting).resolves.toBeUndefined();
  });
});
