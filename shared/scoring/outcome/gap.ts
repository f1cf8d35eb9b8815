/** Why something does not count: not filed, not accepted, disputed, suppressed, not rated, without meaning, nothing to compare with. */
export type GapReason =
  | 'MISSING'
  | 'UNACCEPTED'
  | 'DISPUTED'
  | 'SUPPRESSED'
  | 'NOT_RATED'
  | 'NOT_COMPUTABLE'
  | 'TOO_FEW_ANSWERS'
  | 'PEERS_MISSING';

/** One thing that a score still waits for, or can never have. */
export interface Gap {
  readonly measure: string | null;
  readonly assessmentItem: string | null;
  readonly period: string;
  readonly dimensions: string;
  /** Unit that answers for it; null for marks and computed values. */
  readonly memberUnit: string | null;
  readonly reason: GapReason;
}
