import type { Direction } from './measure.ts';

/** How a KPI comes from measures: `measure` where one measure is the KPI, the parts where it is computed from them. */
export interface KpiFormula {
  readonly op: 'value' | 'share' | 'completion' | 'growth' | 'per';
  readonly measure: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly base: string | null;
  /** The cell the KPI reads, where its measure has dimensions that do not add up. */
  readonly cell: { readonly dimension: string; readonly value: string } | null;
  /** Multiplier of `per`, for example 10000 (per ten thousand workers). */
  readonly factor: string | null;
}

/** 关键绩效指标, shown beside the score and never in it. */
export interface Kpi {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly group: string;
  readonly measure: string | null;
  readonly formula: KpiFormula;
  readonly unitOfMeasure: string;
  readonly sourceIndicators: readonly string[];
  readonly districtIndicators: readonly string[];
  readonly responsibleUnit: string;
  readonly direction: Direction;
}
