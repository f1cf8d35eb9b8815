import { type Decimal, decimal } from '../../../primitives/decimal.ts';

/** Makes the median of absolute deviations comparable with a standard deviation. */
const CONSISTENCY = '1.4826';
/** Least spread assumed, as a share of the median: a series that hardly moved would call any change an outlier. */
const LEAST_SPREAD = '0.05';

export interface OutlierBounds {
  readonly deviations: string;
  readonly leastValues: number;
  /** Least difference from the median. */
  readonly floor: string;
}

/** The median of a series where a value lies robustly outside of it (median and MAD); null where it does not. */
export function outlierAgainst(value: Decimal, series: readonly Decimal[], bounds: OutlierBounds): Decimal | null {
  if (series.length < bounds.leastValues) return null;
  const middle = median(series);
  const mad = median(series.map((each) => each.minus(middle).abs())).times(CONSISTENCY);
  const least = middle.abs().times(LEAST_SPREAD);
  const spread = mad.gt(least) ? mad : least;
  const distance = value.minus(middle).abs();
  return distance.gt(bounds.floor) && distance.gt(spread.times(bounds.deviations)) ? middle : null;
}

function median(values: readonly Decimal[]): Decimal {
  const sorted = [...values].sort((a, b) => a.comparedTo(b));
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? decimal(0);
  return sorted.length % 2 === 1 ? upper : upper.plus(sorted[half - 1] ?? upper).div(2);
}
