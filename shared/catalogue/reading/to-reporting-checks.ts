import type { DeviationTable, ReportingChecks } from '../reporting/reporting-checks.ts';
import type { ReportingChecksFile } from '../schemas/reporting-checks.schema.ts';
import { type FaultSink, mapByCode } from './file-faults.ts';

type DeviationRows = Pick<ReportingChecksFile['jump'], 'relative' | 'floors' | 'measures'>;

/** The thresholds as they are looked up; a measure named twice in one table is a fault. */
export function toReportingChecks(file: ReportingChecksFile, faults: FaultSink): ReportingChecks {
  const { jump, fall, outlier, completion, finalStage, lagged, decimals } = file;
  const byMeasure = <T extends { readonly measure: string }>(rows: readonly T[], path: string): Map<string, T> =>
    mapByCode(rows, ({ measure }) => measure, path, faults);
  const deviations = ({ relative, floors, measures }: DeviationRows, path: string): DeviationTable => ({
    relative,
    floors,
    measures: mapValues(byMeasure(measures, path), (row) => ({
      relative: row.relative ?? null,
      floor: row.floor ?? null,
    })),
  });
  return {
    jump: deviations(jump, 'jump.measures'),
    finalStage: deviations(finalStage, 'finalStage.measures'),
    fall: { ...fall, measures: mapValues(byMeasure(fall.measures, 'fall.measures'), ({ allowed }) => allowed) },
    outlier: {
      ...outlier,
      frequencies: new Set(outlier.frequencies),
      exempt: new Set(byMeasure(outlier.exempt, 'outlier.exempt').keys()),
    },
    completion: {
      upper: completion.upper,
      measures: mapValues(byMeasure(completion.measures, 'completion.measures'), ({ upper }) => upper),
    },
    lagged: new Set(byMeasure(lagged.measures, 'lagged.measures').keys()),
    places: mapValues(
      mapByCode(decimals.units, ({ unit }) => unit, 'decimals.units', faults),
      ({ places }) => places,
    ),
  };
}

function mapValues<A, B>(map: ReadonlyMap<string, A>, change: (value: A) => B): Map<string, B> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
