import type { Kpi } from '../framework/kpi.ts';
import type { KpiRow } from '../schemas/kpi.schema.ts';

/** The KPI of a row of data/kpis.json. */
export function toKpi(row: KpiRow): Kpi {
  const { op, measure, numerator, denominator, base, dimension, value, factor } = row.formula;
  return {
    code: row.code,
    nameZh: row.nameZh,
    nameEn: row.nameEn,
    group: row.group,
    measure: measure ?? null,
    formula: {
      op,
      measure: measure ?? null,
      numerator: numerator ?? null,
      denominator: denominator ?? null,
      base: base ?? null,
      cell: dimension === undefined || value === undefined ? null : { dimension, value },
      factor: factor ?? null,
    },
    unitOfMeasure: row.unitOfMeasure,
    sourceIndicators: row.sourceIndicators,
    districtIndicators: row.districtIndicators,
    responsibleUnit: row.responsibleUnit,
    direction: row.direction,
  };
}
