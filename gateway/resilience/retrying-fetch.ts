import { setTimeout as delay } from 'node:timers/promises';

export interface RetryControl {
  /** Aborts attempts and pauses alike. */
  readonly signal: AbortSignal;
  /** How long to pause before the given retry (0 is the first); null when there must be none. Asked once per retry. */
  pauseBefore(retry: number): number | null;
}

/** Sends until an answer is one to keep, or no retry is allowed; then what came last, be it a fault, is the outcome. */
export async function fetchWithRetries(send: () => Promise<Response>, control: RetryControl): Promise<Response> {
  for (let retry = 0; ; retry += 1) {
    const outcome = await send().then(
      (response) => ({ response, isRetryable: RETRYABLE_STATUS.has(response.status) }),
      (error: unknown) => ({ error, isRetryable: isConnectionFault(error) }),
    );
    const pauseMs = outcome.isRetryable && !control.signal.aborted ? control.pauseBefore(retry) : null;
    if (pauseMs === null) {
      if ('response' in outcome) return outcome.response;
      throw outcome.error;
    }
    await delay(pauseMs, undefined, { signal: control.signal });
  }
}

const RETRYABLE_STATUS = new Set([502, 503, 504]);
const CONNECTION_FAULTS = new Set<unknown>(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** Refused or reset, wherever in the chain of causes it is told. */
export function isConnectionFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && CONNECTION_FAULTS.has(error.code)) return true;
  if (error instanceof AggregateError && error.errors.some(isConnectionFault)) return true;
  return isConnectionFault(error.cause);
}
