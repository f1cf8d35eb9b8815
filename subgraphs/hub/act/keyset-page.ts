import { encodeCursor, type Page, type PageRequest } from '../../../shared/graphql/connection.ts';
import { badUserInput } from '../../../shared/graphql/errors.ts';
import { isUuid } from '../../../shared/primitives/identifiers.ts';

/** A page of rows that were asked for with one more than `first`, told apart by their position. */
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

/** The instant and the id after which a page of a record begins. */
export function afterInstant({ after }: PageRequest): { readonly at: string | null; readonly id: string | null } {
  if (after === null) return { at: null, id: null };
  const [at, id] = after.split('|');
  if (!at || !id || !isUuid(id) || Number.isNaN(Date.parse(at))) throw badUserInput('after 不是本接口给出的游标');
  return { at, id };
}
