import type { IndicatorRecord } from './evaluation-record.ts';

/** The result of an indicator as far as one viewer may see it. */
export interface VisibleIndicator extends IndicatorRecord {
  /** As it is stored, for the calculation alone and never shown itself; null where the explanation is withheld. */
  readonly whole: IndicatorRecord | null;
}
