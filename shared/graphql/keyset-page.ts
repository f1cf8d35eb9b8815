import { encodeCursor, type Page, type PageRequest } from './connection.ts';
import { badUserInput } from './errors.ts';
import { isUuid } from '../primitives/identifiers.ts';

/** A page of rows that were asked for with one more than `first`; the cursor of a row is its place in the order. */
export function keysetPage<T>(
  rows: readonly T[],
  request: PageRequest,
  list: { readonly positionOf: (row: T) => string; readonly count: () => Promise<number> },
): Page<T> {
  return {
    items: rows.slice(0, request.first),
    cursorOf: (row) => encodeCursor(list.positionOf(row)),
    hasNextPage: rows.length > request.first,
    hasPreviousPage: request.after !== null,
    totalCount: list.count,
  };
}

/** The id after which a page begins; ids grow with time, so they are positions too. */
export function afterId({ after }: PageRequest): string | null {
  if (after !== null && !isUuid(after)) throw badUserInput('after 不是本接口给出的游标');
  return after;
}

/** A place in a record that is ordered by instant, then by id. */
export interface RecordPlace {
  readonly at: string;
  readonly id: string;
}

/** The place in a record, written as `instant|id`, after which a page begins. */
export function afterInstant({ after }: PageRequest): RecordPlace | null {
  if (after === null) return null;
  const [at, id, ...rest] = after.split('|');
  if (!at || !id || rest.length > 0 || !isUuid(id) || Number.isNaN(Date.parse(at))) {
    throw badUserInput('after 不是本接口给出的游标');
  }
  return { at, id };
}
