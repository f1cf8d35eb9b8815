import { createHash } from 'node:crypto';
import { encodeViewer, hasRole, type Viewer } from '../../shared/identity/viewer.ts';
import type { FigureRead } from '../../shared/observability/figure-reads.ts';
import type { Trace } from '../../shared/observability/trace.ts';
import type { Clock } from '../../shared/primitives/clock.ts';
import type { AcceptedCodings } from '../http/accepted-codings.ts';
import type { PackableBody } from '../http/packable-body.ts';
import type { Reply } from '../http/reply.ts';
import type { GatewayMetrics } from '../observability/metrics.ts';
import { noteReads } from '../reads/note-reads.ts';
import type { ReadLog } from '../reads/read-log.ts';
import { AnswerCache, type Sized } from './answer-cache.ts';
import { createAnswerMetrics } from './answer-metrics.ts';
import type { AnswerTrack } from './answer-track.ts';
import type { RevisionBoard } from './revision-board.ts';
import { WholeDay } from './whole-day.ts';

export interface AnswerMemoryOptions {
  /** Bytes of all remembered answers together. */
  readonly capacity: number;
  readonly revisions: RevisionBoard;
  /** Which graph is served. */
  readonly graph: () => string;
  readonly reads: ReadLog | null;
  readonly metrics: GatewayMetrics;
  readonly clock: Clock;
}

/** Everything of a request that its answer depends on. */
export interface AskedAnswer {
  readonly viewer: Viewer;
  readonly method: string;
  /** Query part of the address, where a GET has its parameters. */
  readonly search: string;
  readonly accept: string;
  readonly body: string;
}

/** The place of one answer. It is of the day and the graph of the moment in which it was asked for. */
export interface AnswerPlace {
  readonly key: string;
  readonly day: string;
  readonly graph: string;
  readonly viewer: Viewer;
}

/** How a remembered answer is asked for this time. */
export interface AskedAgain {
  readonly trace: Trace;
  readonly codings: AcceptedCodings;
}

/** An answer that has just been made. */
export interface MadeAnswer {
  readonly status: number;
  readonly headers: Reply['headers'];
  readonly body: PackableBody;
  readonly operation: string;
}

interface Remembered extends Sized {
  readonly headers: Reply['headers'];
  readonly body: PackableBody;
  readonly generations: ReadonlyMap<string, number>;
  readonly reads: readonly FigureRead[];
  readonly operation: string;
}

/** What an entry takes beside its body, about. */
const ENTRY_BYTES = 1_000;

/**
 * Remembers whole answers to queries as the bytes that were sent, for exactly one viewer, until the data revision of a
 * subgraph that took part changes or the day ends. Found before a request is parsed; what concerns the single request,
 * from authentication to the log of reads, stands before this or is done again.
 */
export class AnswerMemory {
  private readonly cache: AnswerCache<Remembered>;
  private readonly today: WholeDay;
  /** Viewers as they are signed; who asks again within seconds is the same object. */
  private readonly signed = new WeakMap<Viewer, string>();
  private readonly count: ReturnType<typeof createAnswerMetrics>;

  constructor(private readonly options: AnswerMemoryOptions) {
    this.cache = new AnswerCache(options.capacity);
    this.today = new WholeDay(options.clock);
    this.count = createAnswerMetrics(options.metrics.registry, {
      bytes: () => this.cache.bytes,
      size: () => this.cache.size,
      followed: () => options.revisions.states(),
    });
  }

  /** Where the answer would be; null for what is never remembered. The evaluation service reads everything once. */
  placeOf({ viewer, method, search, accept, body }: AskedAnswer): AnswerPlace | null {
    const day = this.today.current();
    if (day === null || hasRole(viewer, 'service')) return null;
    const graph = this.options.graph();
    // The viewer as it is signed for subgraphs: with roles, unit, purpose and grants. No part can hold a line break but
    // the last.
    const parts = [graph, day, this.signedFormOf(viewer), method, accept, search, body];
    return { key: createHash('sha256').update(parts.join('\n')).digest('base64'), day, graph, viewer };
  }

  private signedFormOf(viewer: Viewer): string {
    const known = this.signed.get(viewer);
    if (known !== undefined) return known;
    const text = encodeViewer(viewer);
    this.signed.set(viewer, text);
    return text;
  }

  async find({ key, viewer }: AnswerPlace, { trace, codings }: AskedAgain): Promise<Reply | null> {
    const found = this.cache.find(key);
    if (found === null || !this.options.revisions.isUnchanged(found.generations)) {
      if (found) this.cache.drop(key);
      this.count('MISS');
      return null;
    }
    this.count('HIT');
    const { reads, metrics } = this.options;
    const { operation } = found;
    if (reads) noteReads(reads, viewer, { reads: found.reads, operation, traceId: trace.traceId, isRepeated: true });
    metrics.operationDuration.observe({ operation: metrics.operationLabel(operation || undefined) }, 0);
    return await this.send(key, found, codings);
  }

  /** In another form than before it takes more room. */
  private async send(key: string, found: Remembered, codings: AcceptedCodings): Promise<Reply> {
    const { headers, body } = await found.body.sentTo(codings);
    this.cache.weigh(key, found);
    return { status: 200, headers: { ...found.headers, ...headers }, body };
  }

  /** Keeps the answer where all it is made of lasts and is still as it was when it was read. */
  keep(place: AnswerPlace, track: AnswerTrack, { status, headers, body, operation }: MadeAnswer): void {
    if (status !== 200 || !track.isLasting) return;
    if (place.day !== this.today.current() || place.graph !== this.options.graph()) return;
    if (!this.options.revisions.isUnchanged(track.generations)) return;
    body.shrink();
    const { generations, reads } = track;
    const entry = {
      ...{ headers, body, generations, reads, operation },
      get bytes() {
        return body.bytes + ENTRY_BYTES;
      },
    };
    if (this.cache.keep(place.key, entry)) this.count('KEPT');
  }

  clear(): void {
    this.cache.clear();
  }
}
