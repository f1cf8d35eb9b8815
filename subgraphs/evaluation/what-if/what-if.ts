import type { Grade } from '../../../shared/scoring/evaluation-result.ts';
import type { AskedChange, EvaluationImpact } from '../impact/impact.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import type { WeightSensitivity } from './grade-sensitivity.ts';
import type { WeightLevel } from './weight-tree.ts';

/** Another weight for a pillar or group (by code) or an indicator (by key). */
export interface AskedWeight {
  readonly level: WeightLevel;
  readonly code: string;
  readonly weight: string;
}

/** Another figure among the parameters of an indicator's scoring: a target, a floor, a step of its bands. */
export interface AskedParameter {
  /** Key of the indicator. */
  readonly indicator: string;
  /** Names and places on the way to the figure, e.g. `parts.0.parameters.target`. */
  readonly path: string;
  readonly value: string;
}

export interface AskedBand {
  readonly grade: Grade;
  readonly atLeast: string;
}

/** What somebody asks: the evaluation of a subject and year, were things otherwise. */
export interface WhatIfQuestion {
  readonly subject: string;
  readonly year: number;
  readonly weights: readonly AskedWeight[];
  /** The weights not named are made to fit, in proportion; otherwise they stay and all must sum to 100. */
  readonly isRestScaled: boolean;
  readonly parameters: readonly AskedParameter[];
  /** All bands anew, from the best down; empty: those of the model. */
  readonly bands: readonly AskedBand[];
  /** Code of another version of the framework, a draft too; null for the one in force. */
  readonly version: string | null;
  /** Id of a variant of the model; null for the model as it is in force. */
  readonly variant: string | null;
  readonly values: readonly AskedChange[];
}

/** A weight that the question moves. */
export interface MovedWeight {
  readonly level: WeightLevel;
  /** Code of the pillar, group or indicator. */
  readonly code: string;
  readonly before: string;
  readonly after: string;
}

/** Another version that the question puts in the place of the one in force. */
export interface AssumedVersion {
  readonly code: string;
  readonly title: string;
  readonly isDraft: boolean;
  /** Indicators it has in common with the framework in force. */
  readonly continuedCount: number;
  /** Names of those that only one of the two has. */
  readonly added: readonly string[];
  readonly dropped: readonly string[];
}

/** What would be, beside what is. Nothing of it is stored. */
export interface WhatIf {
  readonly impact: EvaluationImpact;
  readonly weights: readonly MovedWeight[];
  /** Null where the framework in force is kept. */
  readonly version: AssumedVersion | null;
  /** Names of pillars, groups and indicators of the version reckoned with, by code. */
  readonly names: Readonly<Record<WeightLevel, ReadonlyMap<string, string>>>;
  /** Digest of the stored official result, read before the calculation and read anew after it. */
  readonly officialDigest: { readonly before: string | null; readonly after: string | null };
  /** True where the state compared with is the stored official result to the byte: no recalculation is outstanding. */
  readonly isBaselineOfficial: boolean;
  /** Checks of scoring models that the assumption does not keep; told, not refused. */
  readonly findings: readonly Issue[];
  readonly sensitivity: readonly WeightSensitivity[];
}

/** Things asked about at once. */
export const WHAT_IF_LIMITS = { weights: 200, parameters: 200, perRequest: 5 } as const;
