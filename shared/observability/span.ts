import {
  type Attributes,
  context,
  type Context,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import type { Trace } from './trace.ts';

const TRACER = 'workforce-reform-hub';

/** What a span is about. */
export interface SpanSubject {
  readonly name: string;
  readonly kind?: 'server' | 'client';
  readonly attributes?: Attributes;
  /** The trace the span belongs to where none is active yet: that of the request's `traceparent`. */
  readonly parent?: Trace;
}

/**
 * Runs work inside an OpenTelemetry span. Only the API is ours: without an SDK, which the operator loads
 * (`node --import …`), nothing is recorded and next to nothing is spent.
 */
export function withSpan<T>(subject: SpanSubject, run: () => Promise<T>): Promise<T> {
  const parent = subject.parent === undefined ? context.active() : contextOf(subject.parent);
  const kind = subject.kind === 'client' ? SpanKind.CLIENT : SpanKind.SERVER;
  const span = trace.getTracer(TRACER).startSpan(subject.name, { kind, attributes: subject.attributes ?? {} }, parent);
  return context.with(trace.setSpan(parent, span), async () => {
    try {
      return await run();
    } catch (error) {
      // The kind of fault, never its text: that may hold what was asked.
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'Error' });
      throw error;
    } finally {
      span.end();
    }
  });
}

function contextOf({ traceId, spanId, sampled }: Trace): Context {
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(context.active(), { traceId, spanId, traceFlags, isRemote: true });
}
