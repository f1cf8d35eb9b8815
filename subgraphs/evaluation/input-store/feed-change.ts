/** States in the life of a publication, as the feeds tell them. */
export type FeedState = 'DRAFT' | 'SUBMITTED' | 'APPROVED' | 'ACCEPTED' | 'RETURNED' | 'WITHDRAWN' | 'LOCKED';

/** The value a change is about. */
export interface FeedObservation {
  readonly id: string;
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  /** Canonical text of the coordinates. */
  readonly dimensions: string;
  /** Null where the department keeps no value. */
  readonly value: string | null;
  readonly revision: number;
  readonly isDerived: boolean;
  readonly isDemo: boolean;
  readonly reportedOn: string | null;
  readonly recordedAt: string | null;
  readonly memberUnit: string | null;
  readonly publication: string | null;
  /** Preliminary or final; null for measures without stages. */
  readonly stage: 'PRELIMINARY' | 'FINAL' | null;
  readonly receiptHash: string | null;
}

/** One entry of a department's change feed. */
export interface FeedChange {
  readonly position: bigint;
  readonly state: FeedState;
  readonly recordedAt: string;
  readonly observation: FeedObservation;
}

export interface FeedPage {
  /** Last position of the feed. */
  readonly head: bigint;
  /** In order of position. */
  readonly changes: readonly FeedChange[];
}
