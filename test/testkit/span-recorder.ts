import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import {
  type Context,
  type ContextManager,
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type SpanOptions,
  trace,
  TraceFlags,
} from '@opentelemetry/api';

/** A span as an exporter would see it. */
export interface RecordedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Null for the first of a trace. */
  readonly parentId: string | null;
  readonly isParentRemote: boolean;
  isEnded: boolean;
  fault: string | undefined;
}

/** What an operator's SDK does, as far as tests need it: passes the active span on, keeps what was recorded. */
export class SpanRecorder {
  readonly spans: RecordedSpan[] = [];

  static install(): SpanRecorder {
    const recorder = new SpanRecorder();
    context.setGlobalContextManager(new StorageContextManager());
    const tracer = {
      startSpan: (name: string, options: SpanOptions = {}, parent: Context = context.active()) =>
        recorder.start(name, options, parent),
      startActiveSpan: () => {
        throw new Error('the product starts its spans by startSpan');
      },
    };
    trace.setGlobalTracerProvider({ getTracer: () => tracer });
    return recorder;
  }

  uninstall(): void {
    trace.disable();
    context.disable();
  }

  of(traceId: string): RecordedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  /** Names from a span up to the first of its trace, as far as they were recorded. */
  path(span: RecordedSpan): string[] {
    const parent = this.spans.find(({ spanId }) => spanId === span.parentId);
    return parent === undefined ? [span.name] : [span.name, ...this.path(parent)];
  }

  private start(name: string, options: SpanOptions, context: Context): Span {
    const found = options.root === true ? undefined : trace.getSpanContext(context);
    const parent = found !== undefined && isSpanContextValid(found) ? found : null;
    const own: SpanContext = {
      traceId: parent?.traceId ?? randomBytes(16).toString('hex'),
      spanId: randomBytes(8).toString('hex'),
      // As samplers that follow the parent decide; what begins here is kept.
      traceFlags: parent?.traceFlags ?? TraceFlags.SAMPLED,
    };
    const recorded: RecordedSpan = {
      name,
      traceId: own.traceId,
      spanId: own.spanId,
      parentId: parent?.spanId ?? null,
      isParentRemote: parent?.isRemote ?? false,
      isEnded: false,
      fault: undefined,
    };
    this.spans.push(recorded);
    const span = trace.wrapSpanContext(own);
    span.end = () => {
      recorded.isEnded = true;
    };
    span.setStatus = ({ message }) => {
      recorded.fault = message;
      return span;
    };
    return span;
  }
}

class StorageContextManager implements ContextManager {
  private readonly storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    run: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.storage.run(active, () => Reflect.apply(run, thisArg, args));
  }

  bind<T>(_context: Context, target: T): T {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.storage.disable();
    return this;
  }
}
