import {
  type Attributes,
  context,
  type Context,
  isSpanContextValid,
  type Span,
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
  /** The span it is a child of, where that is not the one now running: the caller's, as its `traceparent` tells. */
  readonly parent?: Trace | undefined;
}

/**
 * Runs work inside an OpenTelemetry span and tells it which: what it sends on names this span as its parent, so that all
 * of a request becomes one tree. Only the API is ours: without an SDK, which the operator loads (`node --import …`),
 * nothing is recorded, next to nothing is spent, and the work is told the parent, or null where there is none.
 */
export function withSpan<T>(subject: SpanSubject, run: (own: Trace | null) => Promise<T>): Promise<T> {
  const kind = subject.kind === 'client' ? SpanKind.CLIENT : SpanKind.SERVER;
  const parent = subject.parent === undefined ? context.active() : contextOf(subject.parent, kind);
  const span = trace.getTracer(TRACER).startSpan(subject.name, { kind, attributes: subject.attributes ?? {} }, parent);
  return context.with(trace.setSpan(parent, span), async () => {
    try {
      return await run(traceOf(span));
    } catch (error) {
      // The kind of fault, never its text: that may hold what was asked.
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'Error' });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The span that runs now; null outside of any, and always without an SDK. */
export function activeTrace(): Trace | null {
  const span = trace.getActiveSpan();
  return span === undefined ? null : traceOf(span);
}

function traceOf(span: Span): Trace | null {
  const own = span.spanContext();
  if (!isSpanContextValid(own)) return null;
  return { traceId: own.traceId, spanId: own.spanId, sampled: (own.traceFlags & TraceFlags.SAMPLED) !== 0 };
}

/** Whoever serves was called from elsewhere; whoever calls does so for work of its own process. */
function contextOf({ traceId, spanId, sampled }: Trace, kind: SpanKind): Context {
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  const isRemote = kind === SpanKind.SERVER;
  return trace.setSpanContext(context.active(), { traceId, spanId, traceFlags, isRemote });
}
