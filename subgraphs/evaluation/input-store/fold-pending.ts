import type { FeedChange } from './feed-change.ts';

/** A stored value that waits, as far as the next change needs it. */
export interface KnownPending {
  readonly observationId: string;
  readonly state: string;
}

/** The values of a cell that wait for people, while changes are folded into them; by observation. */
export interface PendingState {
  readonly before: ReadonlyMap<string, KnownPending>;
  readonly now: Map<string, KnownPending | FeedChange>;
}

export function pendingStateOf(stored: readonly KnownPending[]): PendingState {
  const before = new Map(stored.map((pending) => [pending.observationId, pending]));
  return { before, now: new Map(before) };
}

/** What a change does to the values that wait: the last state of each observation tells whether it still does. */
export function foldPending({ now }: PendingState, change: FeedChange, countingId: string | null): void {
  const { observation, state } = change;
  const isPending = (state === 'SUBMITTED' || state === 'APPROVED') && observation.value !== null;
  // What counts already does not wait, whatever a repeated page tells of its past.
  if (!isPending || observation.id === countingId) now.delete(observation.id);
  else if (now.get(observation.id)?.state !== state) now.set(observation.id, change);
}

/** What remains to be written. */
export function pendingDifference({ before, now }: PendingState): {
  readonly put: readonly FeedChange[];
  readonly removed: readonly string[];
} {
  return {
    put: [...now.values()].flatMap((each) => ('observation' in each ? [each] : [])),
    removed: [...before.keys()].filter((id) => !now.has(id)),
  };
}
