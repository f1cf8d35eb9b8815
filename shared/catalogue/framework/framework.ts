import type { DataStatus } from '../data-status.ts';
import type { SubjectKind } from '../subject/subject-kind.ts';
import type { AssessmentItem } from './assessment-item.ts';
import type { Dimension } from './dimension.ts';
import type { Measure, UnitOfMeasure } from './measure.ts';

export type PillarKind = 'overall' | 'performance' | 'satisfaction';
export type IndicatorNature = 'quantitative' | 'qualitative' | 'mixed' | 'survey';

/** 一级指标 */
export interface Pillar {
  readonly code: string;
  readonly label: string;
  readonly name: string;
  readonly nameEn: string;
  readonly kind: PillarKind;
}

/** 二级指标 */
export interface IndicatorGroup {
  readonly code: string;
  readonly label: string;
  readonly name: string;
  readonly nameEn: string;
  readonly pillar: string;
}

/** 三级指标 of one framework version. */
export interface Indicator {
  readonly code: string;
  /** Stable slug, equal in every version of the framework. */
  readonly key: string;
  readonly pillar: string;
  readonly group: string;
  readonly name: string;
  readonly nameEn: string;
  readonly definition: string;
  readonly nature: IndicatorNature;
  readonly measures: readonly string[];
  readonly assessmentItems: readonly string[];
  /** Codes of measures of other indicators that this one reads too. */
  readonly uses: readonly string[];
  /** Number of the national indicator it is drawn from (its own number in the national framework). */
  readonly nationalCode: string;
}

/** 指标体系: one version. Measures, items and dimensions are those of this version, overrides applied. */
export interface Framework {
  readonly id: string;
  readonly status: DataStatus;
  readonly documentNo: string;
  readonly title: string;
  readonly source: string;
  readonly replaceBy: string | null;
  /** Kind of subject it evaluates. */
  readonly subjectKind: SubjectKind;
  readonly validFrom: string;
  readonly validTo: string | null;
  /** Evaluation years it is used for: its own and those of recorded carry-over acts (沿用). */
  readonly years: readonly number[];
  /** Framework it is drawn from, whose measures and keys it keeps; null where it stands by itself. */
  readonly basedOn: string | null;
  /** How many pillars, groups and indicators its document says it has. */
  readonly statedCounts: { readonly pillars: number; readonly groups: number; readonly indicators: number };
  readonly pillars: readonly Pillar[];
  readonly groups: readonly IndicatorGroup[];
  readonly indicators: readonly Indicator[];
  readonly measures: ReadonlyMap<string, Measure>;
  readonly assessmentItems: ReadonlyMap<string, AssessmentItem>;
  readonly dimensions: ReadonlyMap<string, Dimension>;
  readonly unitsOfMeasure: ReadonlyMap<string, UnitOfMeasure>;
}
