import { describe, expect, it } from 'vitest';
import { quantile } from '../measure.ts';
import { atLeast, atMost, compared, judge, measured } from './measurement.ts';

describe('a measured row', () => {
  it('takes quantiles by nearest rank, of any order, and none of nothing', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95)).toBe(10);
    expect(quantile([7], 0.99)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('reaches a bar exactly at its value, whichever way it points', () => {
    expect(judge(atLeast(0.3), 60, 0.3)).toBe('yes');
    expect(judge(atLeast(0.3), 60, 0.29)).toBe('no');
    expect(judge(atMost(2), 60, 2)).toBe('yes');
    expect(judge(atMost(2), 60, 2.01)).toBe('no');
  });

  it('is judged by its own figure where the bar is of it, not by the ratio', () => {
    expect(judge(atMost(500, 'product'), 400, 900)).toBe('yes');
  });

  it('is not comparable without a bar, without a figure, or with one that is no number', () => {
    expect(judge(null, 1, 1)).toBe('not comparable');
    expect(judge(atLeast(1), 5, null)).toBe('not comparable');
    expect(judge(atMost(1, 'product'), null, 1)).toBe('not comparable');
    expect(judge(atMost(1), 5, Number.NaN)).toBe('not comparable');
    expect(judge(atMost(1), 5, Number.POSITIVE_INFINITY)).toBe('not comparable');
  });

  it('has the ratio of its figures unless it tells another', () => {
    const row = { id: 'P0', what: 'a thing', unit: 'ms', product: 30, reference: { what: 'another', value: 20 } };
    expect(measured(row)).toMatchObject({ ratio: 1.5, referenceWhat: 'another', reached: 'not comparable' });
    expect(measured({ ...row, ratio: 2, bar: atMost(2) })).toMatchObject({ ratio: 2, reached: 'yes' });
  });

  it('has the median of the ratios of its rounds, not the ratio of medians', () => {
    const rounds = [
      { product: 10, reference: 10, load: 1 },
      { product: 40, reference: 20, load: 2 },
      { product: 90, reference: 30, load: 3 },
    ];
    const row = compared({ id: 'P0', what: 'a thing', unit: 'ms', referenceWhat: 'another', rounds, bar: atMost(2) });
    expect(row).toMatchObject({ product: 40, reference: 20, ratio: 2, reached: 'yes', beside: { 'load average': 3 } });
  });
});
