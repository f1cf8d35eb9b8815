import type { DataStatus } from '../data-status.ts';
import type { AssessmentSource } from '../framework/assessment-item.ts';

export type ScoringMethod =
  | 'linear-to-target'
  | 'bands'
  | 'growth'
  | 'attainment-and-effort'
  | 'checklist'
  | 'rubric'
  | 'survey'
  | 'plan-completion'
  | 'rank'
  | 'informational';

/** Parameters of a method as the model file gives them; each method's own reader checks the fields it needs. */
export type ScoringParameters = Readonly<Record<string, unknown>>;

export interface IndicatorScoring {
  readonly code: string;
  readonly key: string;
  readonly weight: string;
  readonly method: ScoringMethod;
  readonly parameters: ScoringParameters;
  readonly status: DataStatus;
  readonly reason: string;
}

export interface WeightedNode {
  readonly code: string;
  readonly name: string;
  readonly weight: string;
}

export interface ScoringVariant {
  readonly id: string;
  readonly appliesTo: string;
  readonly reason: string;
  readonly informational: readonly string[];
  readonly overrides: Readonly<Record<string, { readonly weight: string; readonly method?: ScoringMethod }>>;
  readonly groupWeights: Readonly<Record<string, string>>;
}

export interface GradeBand {
  /** 优秀 良好 一般 差 */
  readonly category: string;
  readonly atLeast: string;
}

export interface UnitViewCommonItem {
  readonly code: string;
  readonly zh: string;
  readonly weight: string;
  readonly reason: string;
}

/** Which sources of assessments count and how their marks become one; no document says it (derived). */
export interface AssessmentRules {
  readonly status: DataStatus;
  readonly reason: string;
  /** How the marks of one blind review, of two or three reviewers, become one. */
  readonly withinReview: 'mean' | 'median';
  /** How the marks of several bodies of one source become one. */
  readonly withinSource: 'mean' | 'median';
  /** `precedence`: the first source of the list that has a mark decides alone. */
  readonly acrossSources: 'weighted-mean' | 'precedence';
  /** In order of precedence; the marks of a source that is not listed are kept and never counted. */
  readonly sources: readonly { readonly code: AssessmentSource; readonly weight: string }[];
}

/** 计分模型 of one framework version. Weights sum to exactly 100 at every level. */
export interface ScoringModel {
  readonly id: string;
  readonly framework: string;
  readonly status: DataStatus;
  readonly pillars: readonly WeightedNode[];
  readonly groups: readonly (WeightedNode & { readonly pillar: string })[];
  readonly indicators: ReadonlyMap<string, IndicatorScoring>;
  /** From the best category down; a suggestion only, the meeting decides. */
  readonly bands: readonly GradeBand[];
  readonly variants: readonly ScoringVariant[];
  readonly assessments: AssessmentRules;
  /** 单位视图; null where the framework does not evaluate member units. */
  readonly unitView: {
    readonly commonWeight: string;
    readonly commonItems: readonly UnitViewCommonItem[];
    readonly specialWeight: string;
    /** Units that get comments only, no score. */
    readonly commentsOnly: ReadonlySet<string>;
  } | null;
}
