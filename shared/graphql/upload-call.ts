import type { Viewer } from '../identity/viewer.ts';

/** Takes one upload: reads it, and says what came of it. Refusals of data are replies; what it throws is told as `/graphql` does. */
export type UploadReceiver = (call: UploadCall) => Promise<UploadReply>;

/** One file as the gateway hands it on. */
export interface UploadCall {
  readonly viewer: Viewer;
  readonly traceId: string;
  /** The bare media type: `text/csv` or `application/x-ndjson`; always UTF-8, never compressed. */
  readonly contentType: string;
  readonly parameters: URLSearchParams;
  /**
   * Ends normally only when the whole body has come and its signed SHA-256 is right; throws `UploadCut` otherwise, and
   * then nothing may be stored. May be left before its end, to refuse.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** Aborted when the gateway has hung up. */
  readonly signal: AbortSignal;
}

export interface UploadReply {
  readonly status: number;
  readonly body: object;
}

/**
 * - `CUT_OFF` the connection ended before the body did
 * - `UNSIGNED_END` it ended, but not with the words of the gateway: altered, or given up on the way
 * - `TOO_LARGE` it is more than a subgraph takes
 */
export type UploadCutReason = 'CUT_OFF' | 'UNSIGNED_END' | 'TOO_LARGE';

/** A body that is not whole. What was read of it is worth nothing. */
export class UploadCut extends Error {
  override readonly name = 'UploadCut';

  constructor(readonly reason: UploadCutReason) {
    super(`the upload is not whole: ${reason}`);
  }
}
