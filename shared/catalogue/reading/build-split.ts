import type { Framework } from '../framework/framework.ts';
import type {
  IndicatorResponsibility,
  MeasureOwnership,
  ResponsibilitySplit,
} from '../responsibility/responsibility-split.ts';
import type { ResponsibilityFile } from '../schemas/responsibility.schema.ts';
import { type FaultSink, mapByCode } from './file-faults.ts';
import type { DataFile } from './read-data-file.ts';

/** 责任分工 of a framework; dimensions, cells and whether a measure is computed come from the framework. */
export function buildSplit({ data, faults }: DataFile<ResponsibilityFile>, framework: Framework): ResponsibilitySplit {
  reportOtherNames(data, framework, faults);
  const ownerships = data.indicators.flatMap((indicator) =>
    indicator.measures.map((row) => toOwnership(row, indicator.code, framework)),
  );
  return {
    framework: framework.id,
    status: data.status,
    indicators: mapByCode(
      data.indicators.map(toResponsibility),
      ({ indicatorCode }) => indicatorCode,
      'indicators',
      faults,
    ),
    measures: mapByCode(ownerships, ({ measure }) => measure, 'indicators[].measures', faults),
  };
}

type IndicatorRow = ResponsibilityFile['indicators'][number];

function toResponsibility(row: IndicatorRow): IndicatorResponsibility {
  return {
    indicatorCode: row.code,
    key: row.key,
    lead: row.lead,
    support: row.support,
    confidence: row.confidence,
    contested: row.contested,
  };
}

function toOwnership(row: IndicatorRow['measures'][number], indicator: string, framework: Framework): MeasureOwnership {
  const measure = framework.measures.get(row.code);
  const dimensions = measure?.dimensions ?? [];
  return {
    measure: row.code,
    indicator,
    owner: row.owner,
    byDimension: row.byDimension ?? null,
    dimensions,
    cells: dimensions.reduce((count, id) => count * (framework.dimensions.get(id)?.values.length ?? 0), 1),
    computed: measure?.derived ?? false,
  };
}

/** Names stand in the file for its reader only; they must not drift from the framework. */
function reportOtherNames(data: ResponsibilityFile, framework: Framework, faults: FaultSink): void {
  const names = new Map(framework.indicators.map(({ code, name }) => [code, name]));
  data.indicators.forEach(({ code, name }, index) => {
    const expected = names.get(code);
    if (expected !== undefined && expected !== name)
      faults.add(`indicators[${index}].name`, `指标名称应为“${expected}”`);
  });
}
