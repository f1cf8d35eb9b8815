import type { Frequency } from '../../primitives/period.ts';

/** How far two values of a figure may lie apart before it is asked about: both bounds must be passed. Decimal texts. */
export interface Deviation {
  /** Share of the earlier value. */
  readonly relative: string;
  /** Least difference, so that small numbers may move. */
  readonly floor: string;
}

/** A default by measure type and what single measures have instead. */
export interface DeviationTable {
  readonly relative: string;
  readonly floors: Readonly<Record<NumericType, string>>;
  readonly measures: ReadonlyMap<string, { readonly relative: string | null; readonly floor: string | null }>;
}

/** Types of measures whose values are numbers. */
export type NumericType = 'count' | 'ratio' | 'amount' | 'score';

/** Thresholds of the checks of reported figures (审核阈值): data, with a default for every measure. */
export interface ReportingChecks {
  readonly jump: DeviationTable;
  readonly finalStage: DeviationTable;
  /** Share of the earlier value by which a count may fall. */
  readonly fall: {
    readonly cumulative: string;
    readonly stock: string;
    readonly measures: ReadonlyMap<string, string>;
  };
  readonly outlier: {
    readonly deviations: string;
    readonly leastValues: number;
    readonly periods: number;
    readonly frequencies: ReadonlySet<Frequency>;
    readonly exempt: ReadonlySet<string>;
  };
  /** Multiple of the plan above which a completion is asked about, by the completion measure. */
  readonly completion: { readonly upper: string; readonly measures: ReadonlyMap<string, string> };
  /** Share measures whose numerator may come from an earlier period's denominator. */
  readonly lagged: ReadonlySet<string>;
  /** Fraction digits by unit of measure. */
  readonly places: ReadonlyMap<string, number>;
}
