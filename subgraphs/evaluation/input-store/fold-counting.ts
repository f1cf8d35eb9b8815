import type { FeedChange } from './feed-change.ts';

/** The known value of a cell, as far as the next change needs it. */
export interface KnownCell {
  readonly rowId: string;
  readonly periodYear: number;
  readonly observationId: string;
  readonly state: string;
  readonly revision: number;
  readonly firstReportedOn: string | null;
}

/** A value that becomes the known one of its cell. */
export interface NewlyKnown {
  readonly change: FeedChange;
  /** Day on which the cell was first filed, carried on through its revisions. */
  readonly firstReportedOn: string | null;
}

/** The value of a cell that counts, while changes are folded into it. */
export interface CountingState {
  readonly known: KnownCell | null;
  isClosed: boolean;
  added: NewlyKnown | null;
}

/** The value that counts at this point of the feed. */
export interface LiveValue {
  readonly id: string;
  readonly state: string;
  readonly revision: number;
  readonly firstReportedOn: string | null;
}

/**
 * What a change does to the value that counts. An accepted value moves on only to LOCKED or WITHDRAWN; another
 * observation takes its place by being accepted, unless an earlier revision comes late. All else waits for people.
 */
export function foldCounting(cell: CountingState, change: FeedChange): void {
  const live = liveOf(cell);
  const { observation, state } = change;
  if (state === 'WITHDRAWN') {
    if (live === null || live.id !== observation.id) return;
    cell.added = null;
    cell.isClosed = true;
    return;
  }
  if (!isAccepted(change) || (live !== null && !replaces(change, live))) return;
  cell.added = { change, firstReportedOn: live?.firstReportedOn ?? observation.reportedOn };
}

export function liveOf({ known, isClosed, added }: CountingState): LiveValue | null {
  if (added !== null) {
    const { change, firstReportedOn } = added;
    return { id: change.observation.id, state: change.state, revision: change.observation.revision, firstReportedOn };
  }
  if (known === null || isClosed) return null;
  return {
    id: known.observationId,
    state: known.state,
    revision: known.revision,
    firstReportedOn: known.firstReportedOn,
  };
}

/** True for a value the official score may rest on. */
function isAccepted({ state, observation }: FeedChange): boolean {
  return (state === 'ACCEPTED' || state === 'LOCKED') && observation.value !== null;
}

function replaces({ state, observation }: FeedChange, live: LiveValue): boolean {
  if (observation.id === live.id) return state === 'LOCKED' && live.state !== 'LOCKED';
  // Revisions are counted by each department; where a measure has moved to another, they say nothing.
  return observation.revision >= live.revision || departmentOf(observation.id) !== departmentOf(live.id);
}

/** Ids begin with the name of the department. */
function departmentOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}
