import type { Frequency } from '../../primitives/period.ts';
import type { FigureStage } from '../calendar/release-calendar.ts';
import type { SubjectKind } from '../subject/subject-kind.ts';

export type MeasureType = 'count' | 'ratio' | 'amount' | 'boolean' | 'text' | 'score';
export type MeasureRole = 'core' | 'implied' | 'auxiliary' | 'evidence';
/** How a value relates to its period: stock at its end, flow over it, cumulative since the reform began, state judged at its end. */
export type Temporal = 'stock' | 'flow' | 'cumulative' | 'state' | 'derived' | 'school-year';
export type Direction = 'higher' | 'lower' | 'stable-or-higher' | 'informational';

/** How a computed measure comes from others. Ratios are fractions; t is the period, t-1 the same period a year earlier. */
export type Derivation =
  | { readonly op: 'share' | 'completion'; readonly numerator: string; readonly denominator: string }
  | { readonly op: 'growth' | 'change'; readonly base: string }
  | { readonly op: 'sum'; readonly parts: readonly string[] };

export interface CountedFrom {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly kind: 'platform-register' | 'administrative-system';
}

/** A measure that does not come every year (selection, contest, award, election). */
export interface Periodicity {
  readonly calendar: string;
  readonly event: 'selection' | 'contest' | 'award' | 'election';
  readonly note: string;
}

/** That a measure's figures are official statistics, held back until they are released (公布). */
export interface ReleaseLag {
  /** Whose statistics it is; null where only what it is computed from is released. */
  readonly source: string | null;
  readonly inputs: readonly string[];
  readonly stages: readonly FigureStage[];
}

/** 数据项 */
export interface Measure {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly type: MeasureType;
  readonly unitOfMeasure: string;
  readonly role: MeasureRole;
  readonly temporal: Temporal;
  readonly frequency: Frequency;
  readonly countedFrom: CountedFrom | null;
  readonly direction: Direction;
  readonly derived: boolean;
  readonly derivation: Derivation | null;
  /** Dimension ids; every cell names one value of each. */
  readonly dimensions: readonly string[];
  readonly appliesTo: readonly SubjectKind[];
  readonly periodicity: Periodicity | null;
  /** Cells that cannot be had reliably: shown where given, never scored, never missing. */
  readonly unavailable: {
    readonly dimension: string;
    readonly values: readonly string[];
    readonly note: string;
  } | null;
  readonly burdenRelief: boolean;
  /** Null where figures are open to those granted as soon as they are accepted. */
  readonly releaseLag: ReleaseLag | null;
  readonly note: string | null;
}

export interface UnitOfMeasure {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}
