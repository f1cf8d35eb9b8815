import type { CellRef } from '../../../shared/derivation/derived-cells.ts';
import type { SubjectYear } from '../result/recalculation/recalculation-job.repository.ts';
import type { Subject } from '../subject/subject.ts';
import type { EvaluationDifference } from './compare-evaluations.ts';

/** One value that would change. */
export interface ChangedValue extends CellRef {
  readonly before: string | null;
  /** Null where the value would be withdrawn. */
  readonly after: string | null;
  readonly memberUnit: string | null;
}

/** What changes would do to the evaluation of one subject and year. */
export interface EvaluationImpact {
  readonly pair: SubjectYear;
  readonly subject: Subject;
  readonly framework: string;
  /** The first of them; `valueCount` tells how many there are. */
  readonly values: readonly ChangedValue[];
  readonly valueCount: number;
  readonly difference: EvaluationDifference;
}

/** What accepting a publication would do. */
export interface PublicationImpact {
  readonly publication: string;
  readonly memberUnit: string | null;
  readonly valueCount: number;
  readonly evaluationCount: number;
  readonly evaluations: readonly EvaluationImpact[];
}

/** A change somebody asks about. */
export interface AskedChange extends CellRef {
  /** Null: withdrawn. */
  readonly value: string | null;
}

/** Changes asked about at once, values listed, values of a publication read, and evaluations calculated for it. */
export const IMPACT_LIMITS = { changes: 200, listed: 200, values: 5000, evaluations: 10 } as const;
