import type { IndicatorEvaluation, IndicatorEvaluationFilterInput } from './evaluation.type.ts';
import type { IndicatorRecord } from './evaluation-record.ts';

/** Indicators in the order of their numbers; the numbers are text. */
export function inFrameworkOrder<Row extends IndicatorRecord>(records: readonly Row[]): Row[] {
  return [...records].sort((a, b) => Number(a.indicator) - Number(b.indicator));
}

/** True for a row that meets every condition that was given. */
export function isWanted(
  { indicator, leadUnit, status }: IndicatorEvaluation,
  filter: IndicatorEvaluationFilterInput,
): boolean {
  return (
    isAmong(filter.pillars, indicator?.pillar.code) &&
    isAmong(filter.groups, indicator?.group.code) &&
    isAmong(filter.statuses, status) &&
    isAmong(filter.leadUnits, leadUnit?.code) &&
    isAmong(filter.keys, indicator?.key)
  );
}

function isAmong<T>(wanted: readonly T[] | null | undefined, given: T | undefined): boolean {
  return wanted == null || (given !== undefined && wanted.includes(given));
}
