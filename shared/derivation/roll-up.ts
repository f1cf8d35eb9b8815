import type { Measure } from '../catalogue/framework/measure.ts';
import { type Decimal, decimal } from '../primitives/decimal.ts';
import { periodsOfYear } from '../primitives/period.ts';

/** How the value of a year comes from the values of its parts: all of them added, or the last one. */
export type RollUpRule = 'SUM' | 'LAST';

/** A year's value and what it rests on; `value` is null exactly when `missing` names a period. */
export interface RolledUp {
  readonly value: Decimal | null;
  readonly used: readonly string[];
  readonly missing: readonly string[];
  /** Sum of what is there; a lower bound for counts. */
  readonly partial: Decimal;
}

/** Flows of numbers add up; stocks, states, cumulative figures and yes/no take the last part of the year. */
export function rollUpRule(measure: Pick<Measure, 'temporal' | 'type'>): RollUpRule {
  return measure.temporal === 'flow' && (measure.type === 'count' || measure.type === 'amount') ? 'SUM' : 'LAST';
}

/** Periods whose values make the value of the year: all of a flow, the last of a stock, the year itself where annual. */
export function rollUpPeriods(measure: Pick<Measure, 'temporal' | 'type' | 'frequency'>, year: number): string[] {
  const periods = periodsOfYear(year, measure.frequency);
  return rollUpRule(measure) === 'SUM' ? periods : periods.slice(-1);
}

/** The value of a year from the values of the periods in which the measure is reported. */
export function rollUp(
  measure: Pick<Measure, 'temporal' | 'type' | 'frequency'>,
  year: number,
  read: (period: string) => Decimal | null,
): RolledUp {
  const used: string[] = [];
  const missing: string[] = [];
  let partial = decimal(0);
  for (const period of rollUpPeriods(measure, year)) {
    const value = read(period);
    if (value === null) {
      missing.push(period);
      continue;
    }
    used.push(period);
    partial = partial.plus(value);
  }
  return { value: missing.length === 0 ? partial : null, used, missing, partial };
}
