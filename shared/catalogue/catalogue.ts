import type { Frequency } from '../primitives/period.ts';
import type { FigureStage, ReleaseCalendar } from './release-calendar.ts';
import type { ReportingChecks } from './reporting-checks.ts';

/** Where a piece of the catalogue comes from: `official` is verbatim, `derived` is ours and can be replaced by a file. */
export type DataStatus = 'official' | 'derived';

export type PillarKind = 'overall' | 'performance' | 'satisfaction';
export type IndicatorNature = 'quantitative' | 'qualitative' | 'mixed' | 'survey';
export type MeasureType = 'count' | 'ratio' | 'amount' | 'boolean' | 'text' | 'score';
export type MeasureRole = 'core' | 'implied' | 'auxiliary' | 'evidence';
/** How a value relates to its period: stock at its end, flow over it, cumulative since the reform began, state judged at its end. */
export type Temporal = 'stock' | 'flow' | 'cumulative' | 'state' | 'derived' | 'school-year';
export type Direction = 'higher' | 'lower' | 'stable-or-higher' | 'informational';
export type SubjectKind = 'province' | 'district' | 'member-unit' | 'township' | 'enterprise';

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

/** Who speaks in an assessment: 上级, 第三方机构, 抽查组, the body an item names, 公众. */
export type AssessmentSource = 'superior' | 'third-party' | 'spot-check-team' | 'named-body' | 'public';

/** 评价要点: a mark (0–100) given by people, never by the unit that leads the indicator. */
export interface AssessmentItem {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly aspects: readonly { readonly zh: string; readonly en: string }[];
  readonly judgedBy: readonly AssessmentSource[];
  readonly namedBody: string | null;
  readonly notBy: string;
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

export interface DimensionCode {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** 分组(维度). Sums over its values are meaningful only where `partition` is true. */
export interface Dimension {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly partition: boolean;
  readonly values: readonly DimensionCode[];
}

export interface UnitOfMeasure {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
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

/** 成员单位 */
export interface MemberUnit {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** The subgraph that carries it: its own, or `union` for the units without a system. */
  readonly subgraph: string;
  readonly kind: 'first-class' | 'hosted';
  readonly functions: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

export interface Subgraph {
  readonly id: string;
  readonly unit: string;
  readonly nameZh: string;
  readonly hosts: readonly string[];
}

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

/** One group of comparable subjects. */
export interface PeerGroup {
  readonly id: string;
  readonly zh: string;
}

/** A way of grouping subjects of one kind (地区类别, 规模类别 …): each subject is in at most one of its groups at a time. */
export interface PeerClassification {
  readonly id: string;
  readonly zh: string;
  readonly subjectKind: SubjectKind;
  readonly status: DataStatus;
  readonly reason: string;
  readonly groups: readonly PeerGroup[];
}

/** That a subject belongs to a group, from a day up to and without another. */
export interface PeerMembership {
  readonly subject: string;
  readonly group: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/**
 * Groups for standards that differ with conditions, base and level (注重差异性, 产改字〔2022〕1号 二（四）3). The document
 * names the principle and no groups, so every one of them is derived data and can be replaced by a file.
 */
export interface PeerGroups {
  readonly classifications: readonly PeerClassification[];
  readonly memberships: readonly PeerMembership[];
}

/** Everything that ships as data, checked at load. Lookups are by code; splits and scoring models by their framework's. */
export interface Catalogue {
  readonly frameworks: ReadonlyMap<string, Framework>;
  /** Units in their official order. */
  readonly memberUnits: ReadonlyMap<string, MemberUnit>;
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
  readonly splits: ReadonlyMap<string, ResponsibilitySplit>;
  readonly scoringModels: ReadonlyMap<string, ScoringModel>;
  readonly kpis: readonly Kpi[];
  /** Thresholds of the checks of reported figures. */
  readonly reportingChecks: ReportingChecks;
  /** Days on which official statistics are released. */
  readonly releaseCalendar: ReleaseCalendar;
  /** Measures that are sensitive by their subject: their owner and the lead office see them, nobody is granted them. */
  readonly sensitiveMeasures: ReadonlySet<string>;
  /** Groups of comparable subjects, for standards that differ (注重差异性). */
  readonly peerGroups: PeerGroups;
}
