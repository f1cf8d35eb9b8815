import DataLoader from 'dataloader';
import type { SubgraphContext } from '../../../../shared/graphql/context.ts';
import { RequestMemory } from '../../../../shared/graphql/request-memory.ts';
import type { ResultActionEvent } from './result-action.ts';
import type { UseOfResultsListService } from '../use-of-results-list.service.ts';

const loaders = new RequestMemory<DataLoader<string, readonly ResultActionEvent[]>>();

/** What happened to actions, one statement for all asked in one request. */
export function eventLoader(
  context: SubgraphContext,
  lists: UseOfResultsListService,
): DataLoader<string, readonly ResultActionEvent[]> {
  return loaders.of(
    context,
    'result-action-event',
    () =>
      new DataLoader(
        async (actions: readonly string[]) => {
          const events = await lists.events(context.viewer, actions);
          return actions.map((action) => events.get(action) ?? []);
        },
        // A mutation shows what it has just written.
        { cache: false },
      ),
  );
}
