import type { DataSource, EntityManager } from 'typeorm';
import type { PublishOutcome } from './publish-outcome.ts';

/** Thrown inside a transaction to undo it; the outcome is told, nothing of it is stored. */
export class Undo extends Error {
  readonly outcome: PublishOutcome;

  constructor(outcome: PublishOutcome) {
    super('undone');
    this.outcome = outcome;
  }
}

/** One transaction that can be undone with an outcome to tell. */
export async function undoable(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<PublishOutcome>,
): Promise<PublishOutcome> {
  try {
    return await dataSource.transaction(work);
  } catch (error) {
    if (error instanceof Undo) return error.outcome;
    throw error;
  }
}
