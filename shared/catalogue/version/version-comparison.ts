/** What became of an indicator between two versions, by its key. */
export type IndicatorFate = 'CONTINUED' | 'MERGED' | 'DROPPED' | 'ADDED';

/** In which respect something changed. */
export type ChangedAspect =
  | 'NAME'
  | 'DEFINITION'
  | 'PLACE'
  | 'WEIGHT'
  | 'METHOD'
  | 'TARGET'
  | 'PARAMETER'
  | 'LEAD'
  | 'SUPPORT'
  | 'OWNER'
  | 'MEASURES'
  | 'ASSESSMENT_ITEMS'
  | 'FORMULA'
  | 'UNIT';

/** One change in the words of evaluation; values as texts, null where there was or is none. */
export interface AspectChange {
  readonly aspect: ChangedAspect;
  /** Which of several: a cell, a parameter; null where there is only one. */
  readonly item: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** Points of a hundred that moved, a decimal; null for anything but a weight. */
  readonly points: string | null;
}

export interface IndicatorComparison {
  readonly key: string;
  readonly fate: IndicatorFate;
  readonly name: string;
  /** Its number in each version. */
  readonly fromCode: string | null;
  readonly toCode: string | null;
  /** Key of the indicator into which it was merged. */
  readonly mergedInto: string | null;
  /** Why it was merged or left out, as the later version says. */
  readonly reason: string | null;
  readonly changes: readonly AspectChange[];
}

export interface KpiComparison {
  readonly code: string;
  readonly name: string;
  readonly fate: 'CONTINUED' | 'DROPPED' | 'ADDED';
  readonly changes: readonly AspectChange[];
}

/** Two versions in evaluation terms. What did not change is listed, too, without changes. */
export interface VersionComparison {
  readonly from: string;
  readonly to: string;
  readonly indicators: readonly IndicatorComparison[];
  readonly kpis: readonly KpiComparison[];
  /** Grades whose lower bound changed. */
  readonly grades: readonly AspectChange[];
  /** Points of a hundred that lie elsewhere than before, a decimal. */
  readonly pointsMoved: string;
}
