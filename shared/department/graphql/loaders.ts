import DataLoader from 'dataloader';
import type { SubgraphContext } from '../../graphql/context.ts';
import type { StoredObservation } from '../observation/observation.ts';
import type { PublicationView } from '../publication/publication.repository.ts';
import type { DepartmentServices } from './department-services.ts';

/** Observations by global id, one statement for all that a request asks for. */
export function observationLoader(
  services: DepartmentServices,
  context: SubgraphContext,
): DataLoader<string, StoredObservation | null> {
  return context.once(
    'observations',
    () => new DataLoader((ids: readonly string[]) => services.observations.findByIds(ids, context.viewer)),
  );
}

/** Publications with events and receipts by id, one statement for all that a request asks for. */
export function publicationLoader(
  services: DepartmentServices,
  context: SubgraphContext,
): DataLoader<string, PublicationView | null> {
  return context.once(
    'publications',
    () => new DataLoader((ids: readonly string[]) => services.publications.findByIds(ids)),
  );
}
