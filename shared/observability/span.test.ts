import { type Context, context, type Span, trace, type Tracer } from '@opentelemetry/api';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { withSpan } from './span.ts';

interface Recorded {
  readonly name: string;
  readonly traceId: string | undefined;
  readonly ended: boolean;
  readonly fault: string | undefined;
}

/** Stands in for an SDK: keeps what spans were made and under which trace. */
function record(): Recorded[] {
  const spans: { -readonly [K in keyof Recorded]: Recorded[K] }[] = [];
  const startSpan = (name: string, _options: unknown, parent: Context): Span => {
    const recorded = {
      name,
      traceId: trace.getSpanContext(parent)?.traceId,
      ended: false,
      fault: undefined as string | undefined,
    };
    spans.push(recorded);
    const span = trace.wrapSpanContext(trace.getSpanContext(parent) ?? { traceId: '', spanId: '', traceFlags: 0 });
    span.end = () => {
      recorded.ended = true;
    };
    span.setStatus = ({ message }) => {
      recorded.fault = message;
      return span;
    };
    return span;
  };
  vi.spyOn(trace, 'getTracer').mockReturnValue({ startSpan } as unknown as Tracer);
  return spans;
}

afterEach(() => {
  vi.restoreAllMocks();
  context.disable();
});

const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true };

describe('a span', () => {
  it('belongs to the trace of the request and ends with the work', async () => {
    const spans = record();
    expect(await withSpan({ name: 'request', parent }, async () => 42)).toBe(42);
    expect(spans).toEqual([{ name: 'request', traceId: parent.traceId, ended: true, fault: undefined }]);
  });

  it('names the kind of a fault and none of its words, and passes the fault on', async () => {
    const spans = record();
    const fault = new TypeError('secret 110101199001011234');
    await expect(withSpan({ name: 'statement', parent }, () => Promise.reject(fault))).rejects.toBe(fault);
    expect(spans).toMatchObject([{ ended: true, fault: 'TypeError' }]);
  });

  it('costs nothing and changes nothing without an SDK', async () => {
    expect(await withSpan({ name: 'request' }, async () => 'answer')).toBe('answer');
  });
});
