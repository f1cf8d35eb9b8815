import type { Page } from '../../../shared/graphql/connection.ts';

/** The same page with its items shown in another shape; cursors and the count stay those of the items. */
export function mapPage<S, T>(page: Page<S>, show: (item: S) => T): Page<T> {
  const cursors = page.items.map((item, index) => page.cursorOf(item, index));
  return {
    items: page.items.map(show),
    cursorOf: (_item, index) => cursors[index] ?? '',
    hasNextPage: page.hasNextPage,
    hasPreviousPage: page.hasPreviousPage,
    totalCount: () => page.totalCount(),
  };
}
