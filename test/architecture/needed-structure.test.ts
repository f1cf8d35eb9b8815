import { expect, it } from 'vitest';
import { migrationsOf } from '../../migrations/databases.ts';
import { NEEDED_MIGRATIONS } from '../../shared/persistence/needed-structure.ts';

it.each(Object.entries(NEEDED_MIGRATIONS))(
  'the program of %s needs the newest migration: whoever adds one names it in shared/persistence/needed-structure.ts',
  async (kind, needed) => {
    const migrations = await migrationsOf(kind);
    const newest = migrations.at(-1);
    expect(newest && new newest().name).toBe(needed);
  },
);
