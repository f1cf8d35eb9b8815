import type { DataSource } from 'typeorm';

/**
 * The migration that the program of each database was written for, by kind of database. A service refuses a structure that
 * lacks it; one that is newer is no matter, for migrations never take away what a running version needs.
 */
export const NEEDED_MIGRATIONS = {
  hub: 'ShowStructure1795427400000',
  department: 'CreateStagedPiece1795479000000',
  evaluation: 'ShowStructure1795427400000',
} as const;

export type DatabaseKind = keyof typeof NEEDED_MIGRATIONS;

/** Refuses a database that is older than this program, in words that say what to do. */
export async function refuseOldStructure(dataSource: DataSource, service: string, kind: DatabaseKind): Promise<void> {
  const needed = NEEDED_MIGRATIONS[kind];
  const found = await dataSource
    .query<{ name: string }[]>('select name from migration_history where name = $1', [needed])
    // Without the table nothing was ever migrated; without the right to read it, not this far.
    .catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
  if (found.length > 0) return;
  await dataSource.destroy();
  throw new Error(
    `the database of ${service} is older than this program (it lacks ${needed}): bring it up to date first with migrations/run`,
  );
}

const MISSING = new Set<unknown>(['42P01', '42501', '3F000']);

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && MISSING.has(error.code);
}
