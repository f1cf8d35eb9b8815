import { jsonReply } from '../http/reply.ts';
import { judgeCall } from '../resilience/call-outcome.ts';
import type { DepartmentAnswer } from './department-call.ts';
import { departmentFault, unavailable, type UploadRefusal, uploadRefusals } from './upload-refusals.ts';
import { type Outcome, refused } from './upload-outcome.ts';

export interface AnswerContext {
  /** Name of the department for people. */
  readonly department: string;
  readonly traceId: string;
  /** Whether the department had the whole file. */
  readonly isWhole: boolean;
}

/** Codes a department may give to who uploads; what else it says of itself stays inside. */
const PASSED_ON = new Set(['FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'BAD_USER_INPUT', 'LIMIT_UPLOAD', 'BAD_REQUEST']);

/** What an answer of a department means for who uploaded. */
export function outcomeOf({ status, text }: DepartmentAnswer, context: AnswerContext): Outcome {
  const data = parseObject(text);
  const judged = judgeCall({ status, isGraphql: data !== null, isAbandoned: false });
  const isBelieved = status === 200 ? context.isWhole : status >= 400;
  if (judged !== 'ANSWERED' || data === null || !isBelieved) {
    const when = context.isWhole ? 'UNKNOWN' : 'MIDWAY';
    return { ...refused('unavailable', unavailable(context.department, when)), isFailure: judged === 'FAILED' };
  }
  if (status === 200) return { result: 'stored', reply: jsonReply(200, data), isFailure: false };
  // The department's findings about the rows.
  if (status === 422) return { result: 'refused', reply: jsonReply(422, data), isFailure: false };
  const refusal = status < 500 ? deliberateRefusal(status, data) : null;
  return refusal === null ? refused('fault', departmentFault(context.traceId)) : refused('refused', refusal);
}

function deliberateRefusal(status: number, data: object): UploadRefusal | null {
  const [error] = 'errors' in data && Array.isArray(data.errors) ? data.errors : [];
  const message = textOf(error, 'message');
  const code = textOf(
    typeof error === 'object' && error !== null && 'extensions' in error ? error.extensions : null,
    'code',
  );
  if (code === 'UPLOAD_CUT') return uploadRefusals.gone;
  return message !== null && code !== null && PASSED_ON.has(code) ? { status, code, message } : null;
}

function textOf(source: unknown, name: string): string | null {
  if (typeof source !== 'object' || source === null) return null;
  const value: unknown = Reflect.get(source, name);
  return typeof value === 'string' ? value : null;
}

function parseObject(text: string): object | null {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null && !Array.isArray(data) ? data : null;
  } catch {
    return null;
  }
}
