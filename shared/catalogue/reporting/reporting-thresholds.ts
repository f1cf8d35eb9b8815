import type { Measure, MeasureType } from '../framework/measure.ts';
import type { Deviation, DeviationTable, NumericType, ReportingChecks } from './reporting-checks.ts';

/** The deviation allowed for a measure; null where it is no number. */
export function deviationOf(table: DeviationTable, measure: Measure): Deviation | null {
  if (!isNumeric(measure.type)) return null;
  const own = table.measures.get(measure.code);
  return { relative: own?.relative ?? table.relative, floor: own?.floor ?? table.floors[measure.type] };
}

/** Share by which a count may fall below the value before; null where falling is nothing to ask about. */
export function allowedFall(checks: ReportingChecks, { code, type, temporal }: Measure): string | null {
  if (type !== 'count' || (temporal !== 'cumulative' && temporal !== 'stock')) return null;
  return checks.fall.measures.get(code) ?? checks.fall[temporal];
}

/** Whether a measure is held against its own series. */
export function hasOutlierCheck({ outlier }: ReportingChecks, { code, type, frequency, derived }: Measure): boolean {
  return (
    !derived &&
    (type === 'count' || type === 'amount') &&
    outlier.frequencies.has(frequency) &&
    !outlier.exempt.has(code)
  );
}

/** True for types whose values are numbers. */
export function isNumeric(type: MeasureType): type is NumericType {
  return type !== 'boolean' && type !== 'text';
}
