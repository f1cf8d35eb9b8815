import type { Reply } from '../http/reply.ts';
import type { UploadResult } from './upload-metrics.ts';
import type { UploadRefusal } from './upload-refusals.ts';

/** What became of an upload that was let in. */
export interface Outcome {
  readonly result: UploadResult;
  readonly reply: Reply | UploadRefusal;
  /** Whether the department failed, which its breaker counts. */
  readonly isFailure: boolean;
}

export function refused(result: UploadResult, reply: UploadRefusal, isFailure = false): Outcome {
  return { result, reply, isFailure };
}
