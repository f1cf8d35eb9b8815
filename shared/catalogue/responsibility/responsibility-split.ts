import type { DataStatus } from '../data-status.ts';

/** 责任分工 of one indicator: 牵头单位 and 配合单位. */
export interface IndicatorResponsibility {
  readonly indicatorCode: string;
  readonly key: string;
  readonly lead: string;
  readonly support: readonly string[];
  readonly confidence: 'high' | 'medium' | 'low';
  readonly contested: boolean;
}

/** Who answers for the cells of one measure (责任单位). */
export interface MeasureOwnership {
  readonly measure: string;
  /** Code of the indicator it belongs to. */
  readonly indicator: string;
  readonly owner: string;
  /** Where given, the owner of a cell is `owners[value of dimension]`. */
  readonly byDimension: { readonly dimension: string; readonly owners: Readonly<Record<string, string>> } | null;
  readonly dimensions: readonly string[];
  readonly cells: number;
  /** Computed cells are typed by nobody. */
  readonly computed: boolean;
}

/** 责任分工 of one framework version. */
export interface ResponsibilitySplit {
  readonly framework: string;
  readonly status: DataStatus;
  readonly indicators: ReadonlyMap<string, IndicatorResponsibility>;
  readonly measures: ReadonlyMap<string, MeasureOwnership>;
}
