import type { FigureRead } from '../../shared/observability/figure-reads.ts';

/** What is learnt while one request is executed about whether its answer may be remembered, and for how long. */
export class AnswerTrack {
  /** Whose figures the answer holds. */
  readonly reads: FigureRead[] = [];
  /** Generation of each subgraph when it was first asked. */
  readonly generations = new Map<string, number>();
  private calls = 0;
  private lasting = 0;
  private hasErrors = false;

  noteCall(subgraph: string, generation: number): void {
    this.calls += 1;
    if (!this.generations.has(subgraph)) this.generations.set(subgraph, generation);
  }

  /** A reply over the wire of this very request; what came with another's call in flight is not noted. */
  noteReply(isLasting: boolean, reads: readonly FigureRead[]): void {
    if (isLasting) this.lasting += 1;
    this.reads.push(...reads);
  }

  noteErrors(): void {
    this.hasErrors = true;
  }

  /**
   * Every part of the answer was said to last, to this request itself: a call in flight that it joined may have begun
   * before a change that has been heard of since.
   */
  get isLasting(): boolean {
    return !this.hasErrors && this.calls > 0 && this.calls === this.lasting;
  }
}
