import DataLoader from 'dataloader';
import type { SubgraphContext } from '../../graphql/context.ts';
import { RequestMemory } from '../../graphql/request-memory.ts';
import type { StoredObservation } from '../observation/observation.ts';
import type { ObservationHistory } from '../observation/observation-history.repository.ts';
import type { PublicationView } from '../publication/publication.repository.ts';
import type { DepartmentServices } from './department-services.ts';

const observations = new RequestMemory<DataLoader<string, StoredObservation | null>>();
const histories = new RequestMemory<DataLoader<string, ObservationHistory>>();
const publications = new RequestMemory<DataLoader<string, PublicationView | null>>();

/** Observations by global id, one statement for all that a request asks for. */
export function observationLoader(
  services: DepartmentServices,
  context: SubgraphContext,
): DataLoader<string, StoredObservation | null> {
  return observations.of(
    context,
    'observations',
    () => new DataLoader((ids: readonly string[]) => services.observations.findByIds(ids, context.viewer)),
  );
}

/** Publications with events and receipts by id, one statement for all that a request asks for. */
export function publicationLoader(
  services: DepartmentServices,
  context: SubgraphContext,
): DataLoader<string, PublicationView | null> {
  return publications.of(
    context,
    'publications',
    () => new DataLoader((ids: readonly string[]) => services.publications.findByIds(ids)),
  );
}

/** Revisions of the cells of observations by global id, one statement for all that a request asks for. */
export function historyLoader(
  services: DepartmentServices,
  context: SubgraphContext,
): DataLoader<string, ObservationHistory> {
  return histories.of(
    context,
    'histories',
    () => new DataLoader((ids: readonly string[]) => services.observations.historyOf(ids, context.viewer)),
  );
}
