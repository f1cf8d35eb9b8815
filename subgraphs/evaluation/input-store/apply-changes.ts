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

/** What a page of changes does to the input store. */
export interface StoreChange {
  /** Rows that are no longer known. */
  readonly closed: readonly KnownCell[];
  readonly added: readonly NewlyKnown[];
}

interface CellState {
  readonly known: KnownCell | null;
  isClosed: boolean;
  added: NewlyKnown | null;
}

/** Key of the cell a change is about. */
export function cellText({ subject, measure, period, dimensions }: CellName): string {
  return `${subject}\t${measure}\t${period}\t${dimensions}`;
}

export interface CellName {
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: string;
}

/** Folds the changes of a page, in order, into what remains of them: one value at most for each cell. */
export function applyChanges(changes: readonly FeedChange[], known: ReadonlyMap<string, KnownCell>): StoreChange {
  const cells = new Map<string, CellState>();
  for (const change of changes) {
    const key = cellText(change.observation);
    const cell = cells.get(key) ?? { known: known.get(key) ?? null, isClosed: false, added: null };
    cells.set(key, cell);
    applyChange(cell, change);
  }
  const states = [...cells.values()];
  return {
    closed: states.flatMap(({ known: row, isClosed, added }) =>
      row !== null && (isClosed || added !== null) ? [row] : [],
    ),
    added: states.flatMap(({ added }) => (added === null ? [] : [added])),
  };
}

function applyChange(cell: CellState, change: FeedChange): void {
  const live = liveOf(cell);
  const { observation, state } = change;
  if (isAccepted(change)) {
    if (live !== null && live.id === observation.id && live.state === state) return;
    cell.added = { change, firstReportedOn: live?.firstReportedOn ?? observation.reportedOn };
    return;
  }
  if (live === null || !ends(change, live)) return;
  cell.added = null;
  cell.isClosed = true;
}

interface LiveValue {
  readonly id: string;
  readonly state: string;
  readonly revision: number;
  readonly firstReportedOn: string | null;
}

function liveOf({ known, isClosed, added }: CellState): LiveValue | null {
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

/** A value ends when its own state moves on, or when a withdrawal stands in its place; a later draft leaves it alone. */
function ends({ state, observation }: FeedChange, live: LiveValue): boolean {
  if (observation.id === live.id) return true;
  return state === 'WITHDRAWN' && observation.revision >= live.revision;
}
