import DataLoader from 'dataloader';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { RequestMemory } from '../../../shared/graphql/request-memory.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { PendingObservation } from '../pending/pending-observation.ts';
import { PendingObservationRepository } from '../pending/pending-observation.repository.ts';

const loaders = new RequestMemory<DataLoader<string, PendingObservation[]>>();

/** What waits of subjects in a year and the year before, one statement for all asked in one request. */
export function pendingLoader(
  context: SubgraphContext,
  database: EvaluationDatabase,
  year: number,
): DataLoader<string, PendingObservation[]> {
  return loaders.of(
    context,
    `pending ${year}`,
    () =>
      new DataLoader(async (subjects: readonly string[]) => {
        const repository = new PendingObservationRepository(database.manager);
        const found = await repository.ofSubjects(subjects, { from: year - 1, to: year });
        return subjects.map((subject) => found.get(subject) ?? []);
      }),
  );
}
