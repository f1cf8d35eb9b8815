import type { FeedChange } from './feed-change.ts';
import { type CountingState, foldCounting, type KnownCell, liveOf, type NewlyKnown } from './fold-counting.ts';
import {
  foldPending,
  type KnownPending,
  pendingDifference,
  type PendingState,
  pendingStateOf,
} from './fold-pending.ts';

/** What the store holds of the cells a page is about, by `cellText`. */
export interface KnownStore {
  readonly counting: ReadonlyMap<string, KnownCell>;
  readonly pending: ReadonlyMap<string, readonly KnownPending[]>;
}

/** What a page of changes does to the input store. */
export interface StoreChange {
  /** Rows that are no longer known. */
  readonly closed: readonly KnownCell[];
  readonly added: readonly NewlyKnown[];
  /** Values that wait now, or wait in another state. */
  readonly pending: readonly FeedChange[];
  /** Ids of values that wait no more. */
  readonly settled: readonly string[];
  /** Cells of which an evaluation now says something else. */
  readonly touched: readonly CellName[];
}

export interface CellName {
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: string;
}

/** Key of the cell a change is about. */
export function cellText({ subject, measure, period, dimensions }: CellName): string {
  return `${subject}\t${measure}\t${period}\t${dimensions}`;
}

interface CellState {
  readonly name: CellName;
  readonly counting: CountingState;
  readonly pending: PendingState;
}

/** Folds the changes of a page, in order, into what remains of them: one value at most that counts in each cell. */
export function applyChanges(changes: readonly FeedChange[], known: KnownStore): StoreChange {
  const cells = new Map<string, CellState>();
  for (const change of changes) {
    const key = cellText(change.observation);
    const cell = cells.get(key) ?? openCell(change.observation, key, known);
    cells.set(key, cell);
    foldCounting(cell.counting, change);
    foldPending(cell.pending, change, liveOf(cell.counting)?.id ?? null);
  }
  const states = [...cells.values()];
  const differences = states.map(({ pending }) => pendingDifference(pending));
  return {
    closed: states.flatMap(({ counting: { known: row, isClosed, added } }) =>
      row !== null && (isClosed || added !== null) ? [row] : [],
    ),
    added: states.flatMap(({ counting: { added } }) => (added === null ? [] : [added])),
    pending: differences.flatMap(({ put }) => put),
    settled: differences.flatMap(({ removed }) => removed),
    touched: states.filter(isTouched).map(({ name }) => name),
  };
}

function openCell(name: CellName, key: string, known: KnownStore): CellState {
  return {
    name,
    counting: { known: known.counting.get(key) ?? null, isClosed: false, added: null },
    pending: pendingStateOf(known.pending.get(key) ?? []),
  };
}

/** What waits shows in an evaluation only where nothing counts: as not accepted instead of missing. */
function isTouched({ counting, pending }: CellState): boolean {
  if (counting.added !== null) return true;
  if (counting.known !== null) return counting.isClosed;
  return pending.before.size > 0 !== pending.now.size > 0;
}
