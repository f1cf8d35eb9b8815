import type { FileFormat, IntakeLimits } from '../intake/intake.ts';

/** How large an upload may be. */
export interface UploadLimits extends IntakeLimits {
  /** Rows held in memory; more are staged in the database. */
  readonly rowsInMemory: number;
  /** Rows examined together. */
  readonly batch: number;
  /** Findings told of one upload; at this number reading ends. */
  readonly findings: number;
}

export const defaultUploadLimits: UploadLimits = {
  bytes: 512 * 1_048_576,
  rows: 2_000_000,
  lineBytes: 1_048_576,
  rowsInMemory: 4_000,
  batch: 4_000,
  findings: 1_000,
};

/** What an upload is doing, and in the end what became of it. */
export type UploadState = 'RECEIVING' | 'CHECKING' | 'STORING' | 'STORED' | 'CHECKED' | 'REFUSED' | 'FAILED';

/** An upload as its progress is told. */
export interface UploadJob {
  readonly id: string;
  readonly memberUnit: string;
  readonly idempotencyKey: string;
  readonly state: UploadState;
  readonly rowsRead: number;
  readonly errorCount: number;
  readonly publicationId: string | null;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly updatedAt: Date;
}

/** The format of a media type; null where it is none of ours. */
export function formatOf(contentType: string): FileFormat | null {
  if (contentType === 'text/csv') return 'csv';
  return contentType === 'application/x-ndjson' || contentType === 'application/jsonl' ? 'ndjson' : null;
}
