import { randomUUID } from 'node:crypto';
import type { Viewer } from '../../shared/identity/viewer.ts';
import type { Logger } from '../../shared/observability/logger.ts';

/** One line of the access log (访问记录): who was shown how many figures of which unit, what for. */
export interface ReadRecord {
  /** Lets a batch be sent again after a lost answer without counting twice. */
  readonly id: string;
  readonly subject: string;
  readonly memberUnit: string | null;
  readonly purpose: string;
  readonly ownerUnit: string;
  readonly operation: string;
  readonly values: number;
  readonly at: string;
  readonly traceId: string;
}

/** Where batches go; throws where they could not be stored. */
export type ReadSink = (batch: readonly ReadRecord[]) => Promise<void>;

export type NotedRead = Pick<ReadRecord, 'ownerUnit' | 'operation' | 'values' | 'traceId'>;

interface Repetition {
  readonly viewer: Viewer;
  readonly read: NotedRead;
  values: number;
  readonly at: string;
}

export interface ReadLogOptions {
  readonly sink: ReadSink;
  readonly log: Logger;
  readonly flushMs?: number;
  /** Records kept while the hub is away; beyond that the oldest go, and the log says how many. */
  readonly capacity?: number;
}

const BATCH = 1_000;

/** Collects reads of protected figures and hands them to the hub in batches, in the background. */
export class ReadLog {
  private waiting: ReadRecord[] = [];
  /** Reads of remembered answers since the last delivery, by whose they are and of what. */
  private readonly repeated = new Map<string, Repetition>();
  private flushing: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly options: ReadLogOptions) {
    this.timer = setInterval(() => void this.flush(), options.flushMs ?? 1_000);
    this.timer.unref();
  }

  note(viewer: Viewer, read: NotedRead): void {
    this.add(viewer, read, new Date().toISOString());
  }

  private add({ subject, memberUnit, purpose }: Viewer, read: NotedRead, at: string): void {
    this.waiting.push({ ...read, id: randomUUID(), subject, memberUnit, purpose, at });
    const excess = this.waiting.length - (this.options.capacity ?? 50_000);
    if (excess <= 0) return;
    this.waiting.splice(0, excess);
    this.options.log.error({ lost: excess }, 'access log overflows: the hub has been away too long');
  }

  /**
   * Notes what a viewer is shown once more of a remembered answer. Repetitions between two deliveries are one record, with
   * their figures added up, the time of the first and its trace: a thousand such answers a second must not become as
   * many records.
   */
  noteAgain(viewer: Viewer, read: NotedRead): void {
    const key = [viewer.subject, viewer.memberUnit, viewer.purpose, read.ownerUnit, read.operation].join('\n');
    const known = this.repeated.get(key);
    if (known) known.values += read.values;
    else this.repeated.set(key, { viewer, read, values: read.values, at: new Date().toISOString() });
  }

  /** Sends what waits; what cannot be sent waits on. One sending at a time. */
  flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.send());
    return this.flushing;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  private async send(): Promise<void> {
    for (const { viewer, read, values, at } of this.repeated.values()) this.add(viewer, { ...read, values }, at);
    this.repeated.clear();
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, BATCH);
      try {
        await this.options.sink(batch);
      } catch (error) {
        this.options.log.warn({ err: error, waiting: this.waiting.length }, 'access log could not be delivered yet');
        return;
      }
      const sent = new Set(batch);
      this.waiting = this.waiting.filter((record) => !sent.has(record));
    }
  }
}
