import type { IncomingMessage } from 'node:http';
import type { Writable } from 'node:stream';
import { type BodyDigest, BodyMeter } from '../../shared/identity/signed-upload.ts';

export interface BodyFlow {
  readonly source: IncomingMessage;
  readonly sink: Writable;
  /** Aborted when the sink takes no more: answered, lost, or given up. */
  readonly over: AbortSignal;
  readonly limitBytes: number;
  readonly idleMs: number;
}

/**
 * - `WHOLE` all has been handed over, and nothing but the end is missing
 * - `TOO_LARGE` more came than may
 * - `SILENT` nothing came for too long
 * - `STUCK` nothing was taken for too long
 * - `OVER` the sink takes no more
 */
export type FlowEnd =
  | { readonly kind: 'WHOLE'; readonly body: BodyDigest }
  | { readonly kind: 'TOO_LARGE' | 'SILENT' | 'STUCK' | 'OVER' };

/** What has flowed, for who counts it. */
export interface Flowed {
  readonly end: Promise<FlowEnd>;
  readonly bytes: () => number;
}

/**
 * Hands a body on as fast as both sides are and holds no more of it than one chunk. Ends neither side: whoever started it
 * says what comes of what flowed. By events rather than by iteration, so that it can be stopped while nothing comes.
 */
export function flowBody({ source, sink, over, limitBytes, idleMs }: BodyFlow): Flowed {
  const meter = new BodyMeter();
  const end = new Promise<FlowEnd>((resolve) => {
    if (over.aborted) return resolve({ kind: 'OVER' });
    let isWaitingForSink = false;
    const timer = setTimeout(() => finish({ kind: isWaitingForSink ? 'STUCK' : 'SILENT' }), idleMs);
    const onData = (chunk: Buffer): void => {
      timer.refresh();
      if (meter.length + chunk.byteLength > limitBytes) {
        finish({ kind: 'TOO_LARGE' });
        return;
      }
      meter.add(chunk);
      isWaitingForSink = !sink.write(chunk);
      if (isWaitingForSink) source.pause();
    };
    const onDrain = (): void => {
      timer.refresh();
      isWaitingForSink = false;
      source.resume();
    };
    const onEnd = (): void => finish({ kind: 'WHOLE', body: meter.digest() });
    const onOver = (): void => finish({ kind: 'OVER' });
    const finish = (how: FlowEnd): void => {
      clearTimeout(timer);
      source.off('data', onData).off('end', onEnd).pause();
      sink.off('drain', onDrain);
      over.removeEventListener('abort', onOver);
      resolve(how);
    };
    over.addEventListener('abort', onOver);
    sink.on('drain', onDrain);
    source.on('end', onEnd).on('data', onData);
  });
  return { end, bytes: () => meter.length };
}
