import type { Assessment } from '../assessment/assessment.ts';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import type { EvaluationKey } from '../result/evaluation-record.ts';
import type { Subject } from '../subject/subject.ts';
import type { Difference } from './compare-states.ts';

/** Why another value counts in a cell than before. */
export type ValueChangeReason = 'REPORTED' | 'AMENDED' | 'WITHDRAWN' | 'LOCKED' | 'RECOMPUTED';

/** A cell in which another value counts at the later instant than at the earlier one. */
export interface ValueChange {
  readonly before: AcceptedObservation | null;
  readonly after: AcceptedObservation | null;
  readonly reason: ValueChangeReason;
  /** Publication that brought the value in; of a value taken out, the one it had come with. */
  readonly publication: string | null;
  /** Instant at which the evaluation learnt of it. */
  readonly knownAt: Date;
}

/** A judgement that counts at one of the instants and not at the other. */
export interface AssessmentChange {
  readonly before: Assessment | null;
  readonly after: Assessment | null;
}

/** Whose evaluation is compared, and between which instants. */
export interface ComparisonQuestion extends Pick<EvaluationKey, 'subject' | 'year'> {
  readonly from: Date;
  readonly to: Date;
}

/** What changed in an evaluation between two instants, as far as the viewer may see it. */
export interface Comparison {
  readonly question: ComparisonQuestion;
  readonly subject: Subject;
  /** Codes of the frameworks that counted; null on a side on which nothing was known. */
  readonly framework: { readonly before: string | null; readonly after: string };
  readonly difference: Difference;
  readonly values: readonly ValueChange[];
  readonly assessments: readonly AssessmentChange[];
}
