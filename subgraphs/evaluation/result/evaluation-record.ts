import type { Assessment } from '../assessment/assessment.ts';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import type {
  Completeness,
  Grade,
  IndicatorStatus,
  MemberUnitResult,
  MissingOfUnit,
  NodeResult,
  ScoreResult,
} from '../../../shared/scoring/evaluation-result.ts';

/** A key performance indicator of the year; shown beside the score and never in it. */
export interface KpiValue {
  readonly code: string;
  /** Null where it is not known. */
  readonly value: string | null;
}

/** The result of one subject, year and framework as it is kept: the whole. */
export interface EvaluationHeader {
  readonly subject: string;
  readonly year: number;
  readonly framework: string;
  /** Scoring model with the digest of the catalogue it was calculated with. */
  readonly model: string;
  readonly score: ScoreResult;
  readonly grade: Grade | null;
  readonly possibleGrades: readonly Grade[];
  readonly gradeReason: string | null;
  readonly completeness: Completeness;
  readonly missing: readonly MissingOfUnit[];
  readonly pillars: readonly NodeResult[];
  readonly groups: readonly NodeResult[];
  readonly memberUnits: readonly MemberUnitResult[];
  readonly kpis: readonly KpiValue[];
}

/** A stored result with the instant since which it holds. */
export interface KnownEvaluation extends EvaluationHeader {
  readonly knownFrom: Date;
  /** True where another result has taken its place since. */
  readonly isSuperseded: boolean;
}

/** A result as far as one viewer may see it; without its score where that is not his to see. */
export type VisibleEvaluation = Omit<KnownEvaluation, 'score'> & { readonly score: ScoreResult | null };

/** The result of one indicator as it is kept, with what it rests on. */
export interface IndicatorRecord {
  /** Code of the indicator in its framework. */
  readonly indicator: string;
  readonly status: IndicatorStatus;
  readonly weight: string;
  readonly score: ScoreResult;
  readonly explanation: string;
  readonly evidence: readonly AcceptedObservation[];
  readonly assessments: readonly Assessment[];
}

export interface EvaluationRecord {
  readonly header: EvaluationHeader;
  readonly indicators: readonly IndicatorRecord[];
}

/** Which evaluation is meant. */
export interface EvaluationKey {
  readonly subject: string;
  readonly year: number;
  readonly framework: string;
}

export function evaluationKeyText({ subject, year, framework }: EvaluationKey): string {
  return `${subject}\t${year}\t${framework}`;
}
