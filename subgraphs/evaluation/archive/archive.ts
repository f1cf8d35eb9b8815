/** How far the sealing of a round has come. */
export const ARCHIVE_STATES = ['LOCKING', 'SEALED'] as const;

export type ArchiveState = (typeof ARCHIVE_STATES)[number];

/** 锁定归档 of one round. */
export interface Archive {
  /** Code of the round. */
  readonly round: string;
  readonly state: ArchiveState;
  readonly requestedBy: string;
  readonly reason: string;
  readonly requestedAt: Date;
  /** Trace of the request; the worker's acts belong to it. */
  readonly traceId: string;
  /** Chinese: why it is not sealed although every department has locked; null where nothing stands in the way. */
  readonly obstacle: string | null;
  /** The line of the seal; null until it is sealed. */
  readonly seal: string | null;
  readonly sealedAt: Date | null;
}

/** Who asks for a round to be sealed, and why. */
export interface ArchiveRequest {
  readonly round: string;
  readonly requestedBy: string;
  readonly requestedByUnit: string | null;
  readonly reason: string;
  readonly requestedAt: Date;
  readonly traceId: string;
}

/** A department that has not locked yet. */
export interface ArchiveWait {
  readonly department: string;
  /** Subjects whose values it has not locked. */
  readonly subjectCount: number;
  readonly attempts: number;
  /** What came of the last attempt; null before the first. */
  readonly lastFault: string | null;
  readonly lastTriedAt: Date | null;
}

/** What a department attests, as it was received. */
export interface GivenReceipt {
  readonly hash: string;
  readonly content: string;
  readonly signature: string;
  readonly signedBy: string;
  readonly publicKey: string;
}

/** A department's lock of one subject's values, with its receipt. */
export interface ValueLock {
  readonly subject: string;
  readonly department: string;
  readonly receipt: GivenReceipt;
  /** Position of the department's change feed after the lock. */
  readonly position: string;
  readonly receivedAt: Date;
}
