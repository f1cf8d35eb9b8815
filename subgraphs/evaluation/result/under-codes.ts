import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import type { IndicatorRecord } from './evaluation-record.ts';

/**
 * Indicators of one framework under the numbers that another gives to the same keys, so that the two can be compared;
 * one that only the first has keeps its key, which is the number of nothing.
 */
export function underCodes(records: readonly IndicatorRecord[], from: Framework, to: Framework): IndicatorRecord[] {
  if (from.id === to.id) return [...records];
  const keys = new Map(from.indicators.map(({ code, key }) => [code, key]));
  const codes = new Map(to.indicators.map(({ code, key }) => [key, code]));
  return records.map((record) => {
    const key = keys.get(record.indicator) ?? record.indicator;
    return { ...record, indicator: codes.get(key) ?? key };
  });
}
