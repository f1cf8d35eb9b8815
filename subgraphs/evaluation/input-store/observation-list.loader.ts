import DataLoader from 'dataloader';
import type { Page } from '../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { RequestMemory } from '../../../shared/graphql/request-memory.ts';
import type { AcceptedObservation } from './accepted-observation.ts';
import type { ObservationListService, ObservationPageRequest } from './observation-list.service.ts';

const loaders = new RequestMemory<DataLoader<string, Page<AcceptedObservation>>>();

/** Pages of accepted values by subject: one statement for all subjects asked with the same arguments. */
export function observationListLoader(
  context: SubgraphContext,
  observations: ObservationListService,
  request: ObservationPageRequest,
): DataLoader<string, Page<AcceptedObservation>> {
  return loaders.of(
    context,
    `observations ${JSON.stringify(request)}`,
    () => new DataLoader((subjects: readonly string[]) => observations.pages(context.viewer, subjects, request)),
  );
}
