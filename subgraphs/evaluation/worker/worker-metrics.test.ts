import { describe, expect, it } from 'vitest';
import { printMetrics } from '../../../shared/observability/metrics.ts';
import { FeedLag, measureRecalculations } from './worker-metrics.ts';

describe('the lag of a feed', () => {
  it('is none where everything was taken in, and grows while a department is away or has more to tell', () => {
    let time = 1_000_000;
    const lag = new FeedLag({ now: () => new Date(time) });
    lag.follow('hrss');
    time += 5_000;
    expect(lag.seconds().get('hrss')).toBe(5);
    lag.note('hrss', 7n, 9n);
    expect(lag.seconds().get('hrss')).toBe(5);
    lag.note('hrss', 9n, 9n);
    expect(lag.seconds()).toEqual(new Map([['hrss', 0]]));
    time += 2_000;
    expect(lag.seconds().get('hrss')).toBe(2);
  });
});

describe('recalculations', () => {
  it('are counted by what came of each, and a fault of them is passed on', async () => {
    const changed = { headerChanged: false, indicatorsChanged: 2 };
    const changes = new Map([
      ['990101', changed],
      ['990102', { headerChanged: false, indicatorsChanged: 0 }],
    ]);
    expect(await measureRecalculations(3, async () => changes)).toBe(changes);
    const fault = new Error('no database');
    await expect(measureRecalculations(1, () => Promise.reject(fault))).rejects.toBe(fault);
    const { text } = await printMetrics();
    for (const result of ['changed', 'unchanged', 'nothing', 'failed'])
      expect(text).toContain(`recalculations_total{result="${result}"} 1`);
    expect(text).toContain('recalculation_duration_seconds_count 4');
  });
});
