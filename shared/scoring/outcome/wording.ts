import type { Measure } from '../../catalogue/framework/measure.ts';
import { type Decimal, roundDecimal, toDecimalString } from '../../primitives/decimal.ts';
import { HUNDRED, type ScoreNode } from './outcome.ts';

/** A value as an officer reads it: shares in percent, yes or no in words. Two places; display only. */
export function formatFigure(measure: Pick<Measure, 'type'>, value: Decimal): string {
  if (measure.type === 'ratio') return formatPercent(value);
  if (measure.type === 'boolean') return value.isZero() ? '否' : '是';
  return formatNumber(value);
}

export function formatPercent(value: Decimal): string {
  return `${formatNumber(value.times(HUNDRED))}%`;
}

export function formatNumber(value: Decimal): string {
  if (value === HUNDRED) return '100';
  return toDecimalString(value.decimalPlaces() <= 2 ? value : roundDecimal(value, 2));
}

/** Words for a figure that earns less than full marks; null for one that earns them, and where it is not known. */
export function belowFullMarks(words: (figure: Decimal) => string): ScoreNode['describe'] {
  return ({ readings: [reading], value }) =>
    reading?.value == null || value === null || value.eq(HUNDRED) ? null : words(reading.value);
}
