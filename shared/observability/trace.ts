import { randomBytes } from 'node:crypto';

/** W3C trace context of one request: one id through gateway, subgraphs, SQL, logs, errors, audit and receipts. */
export interface Trace {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The trace in a `traceparent` header; null where it is missing or malformed. */
export function parseTraceparent(header: string | undefined | null): Trace | null {
  const match = TRACEPARENT.exec(header ?? '');
  const traceId = match?.[1];
  const spanId = match?.[2];
  if (!traceId || !spanId || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, sampled: (Number.parseInt(match[3] ?? '0', 16) & 1) === 1 };
}

export function newTrace(): Trace {
  const digits = randomBytes(24).toString('hex');
  return { traceId: digits.slice(0, 32), spanId: digits.slice(32), sampled: false };
}

export function formatTraceparent(trace: Trace): string {
  return `00-${trace.traceId}-${trace.spanId}-${trace.sampled ? '01' : '00'}`;
}
