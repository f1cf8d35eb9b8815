import type { Logger } from '../../shared/observability/logger.ts';
import type { RevisionSource } from './revision-source.ts';
import { WaitingRoom } from '../../shared/primitives/waiting-room.ts';

export interface RevisionFollowerOptions {
  readonly subgraph: string;
  readonly source: RevisionSource;
  readonly log: Logger;
  readonly now?: () => number;
  readonly retryMs?: number;
}

/** How long a subgraph may have been silent for what was made of its answers to be used. */
const IN_TOUCH_MS = 3_000;
const RETRY_MS = 500;
/** How soon one that publishes no revision is asked again: it may have been replaced by one that does. */
const WITHOUT_MS = 10_000;

/**
 * Follows the data revision of one subgraph for as long as the gateway runs. Answers belong to a generation, which grows
 * with every change heard of, with every loss of touch and with every write that went through this gateway.
 */
export class RevisionFollower {
  private revision: string | null = null;
  private generationNow = 0;
  private heardAt = Number.NEGATIVE_INFINITY;
  private wasKnown = true;
  private isClosed = false;
  /** One for each question: listeners on a long-lived signal would pile up. */
  private asking = new AbortController();
  private readonly room = new WaitingRoom();

  constructor(private readonly options: RevisionFollowerOptions) {}

  get generation(): number {
    return this.generationNow;
  }

  /** Whether a change would have been heard of by now. */
  get isInTouch(): boolean {
    return this.revision !== null && this.now() - this.heardAt <= IN_TOUCH_MS;
  }

  /** What was made before this moment is not used any more. */
  renew(): void {
    this.generationNow += 1;
  }

  start(): void {
    void this.follow();
  }

  close(): void {
    this.isClosed = true;
    this.asking.abort();
    this.room.release();
  }

  private async follow(): Promise<void> {
    while (!this.isClosed) {
      this.asking = new AbortController();
      // What is heard was so at some moment after it was asked for, and no later one is certain.
      const askedAt = this.now();
      try {
        const revision = await this.options.source.revision(this.revision ?? '', this.asking.signal);
        this.hear(revision, askedAt);
        if (revision === null) await this.room.wait(WITHOUT_MS);
      } catch (error) {
        this.lose(error);
        await this.room.wait(this.options.retryMs ?? RETRY_MS);
      }
    }
  }

  private hear(revision: string | null, askedAt: number): void {
    if (revision !== this.revision) this.generationNow += 1;
    this.revision = revision;
    this.heardAt = askedAt;
    if (!this.wasKnown) this.options.log.info({ subgraph: this.options.subgraph }, 'data revision is followed again');
    this.wasKnown = true;
  }

  private lose(error: unknown): void {
    this.revision = null;
    this.generationNow += 1;
    if (this.wasKnown && !this.isClosed)
      this.options.log.warn({ err: error, subgraph: this.options.subgraph }, 'data revision cannot be followed');
    this.wasKnown = false;
  }

  private now(): number {
    return this.options.now?.() ?? performance.now();
  }
}
