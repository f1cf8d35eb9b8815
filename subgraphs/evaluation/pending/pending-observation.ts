/** States in which a value waits for people. */
export type PendingStateName = 'SUBMITTED' | 'APPROVED';

/** A value that was handed in and not accepted yet; never in the official result. */
export interface PendingObservation {
  readonly id: string;
  readonly department: string;
  readonly publication: string | null;
  readonly state: PendingStateName;
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  /** Canonical text of the coordinates. */
  readonly dimensions: string;
  readonly value: string;
  readonly stage: 'PRELIMINARY' | 'FINAL' | null;
  readonly revision: number;
  readonly memberUnit: string | null;
  readonly receiptHash: string | null;
  readonly isDerived: boolean;
  readonly isDemo: boolean;
  readonly reportedOn: string | null;
  /** ISO instant. */
  readonly recordedAt: string;
}
