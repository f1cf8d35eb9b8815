import { RevisionFollower, type RevisionFollowerOptions } from './revision-follower.ts';
import type { RevisionSource } from './revision-source.ts';

export interface RevisionBoardOptions extends Omit<RevisionFollowerOptions, 'subgraph' | 'source'> {
  readonly sources: Readonly<Record<string, RevisionSource>>;
}

/** The data revisions of all subgraphs that are followed. */
export class RevisionBoard {
  private readonly followers: ReadonlyMap<string, RevisionFollower>;

  constructor({ sources, ...options }: RevisionBoardOptions) {
    this.followers = new Map(
      Object.entries(sources).map(([subgraph, source]) => [
        subgraph,
        new RevisionFollower({ ...options, subgraph, source }),
      ]),
    );
  }

  start(): void {
    for (const follower of this.followers.values()) follower.start();
  }

  close(): void {
    for (const follower of this.followers.values()) follower.close();
  }

  generation(subgraph: string): number {
    return this.followers.get(subgraph)?.generation ?? -1;
  }

  renew(subgraph: string): void {
    this.followers.get(subgraph)?.renew();
  }

  /** Whether nothing has changed since: each subgraph is of the same generation, and would have been heard of. */
  isUnchanged(generations: ReadonlyMap<string, number>): boolean {
    for (const [subgraph, generation] of generations) {
      const follower = this.followers.get(subgraph);
      if (!follower?.isInTouch || follower.generation !== generation) return false;
    }
    return true;
  }

  /** Which subgraphs are followed, and whether they are now. */
  states(): readonly (readonly [string, boolean])[] {
    return [...this.followers].map(([subgraph, follower]) => [subgraph, follower.isInTouch]);
  }
}
