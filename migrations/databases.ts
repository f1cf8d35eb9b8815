import type { MigrationInterface } from 'typeorm';

/** A migration as TypeORM takes it; the class carries `name = 'CreateThing1788253200000'`. */
export type MigrationClass = new () => MigrationInterface;

/** The ordered list of every database. Departments share one; a list is loaded only when its database is migrated. */
const LISTS: Readonly<Record<string, () => Promise<readonly MigrationClass[]>>> = {
  hub: async () => (await import('./hub/index.ts')).migrations,
  hrss: department,
  sasac: department,
  education: department,
  union: department,
  evaluation: async () => (await import('./evaluation/index.ts')).migrations,
};

/** The migrations of a database, oldest first. A name that is not listed is a department added later. */
export async function migrationsOf(database: string): Promise<readonly MigrationClass[]> {
  const migrations = await (LISTS[database] ?? department)();
  checkOrder(database, migrations);
  return migrations;
}

/** Their names, as a database's history has them. */
export async function migrationNames(database: string): Promise<string[]> {
  const migrations = await migrationsOf(database);
  return migrations.map((migration) => new migration().name ?? migration.name);
}

async function department(): Promise<readonly MigrationClass[]> {
  return (await import('./department/index.ts')).migrations;
}

/** TypeORM sorts by the 13 digits at the end of the name: the list must say the same, or readers are misled. */
function checkOrder(database: string, migrations: readonly MigrationClass[]): void {
  let previous = '';
  for (const migration of migrations) {
    const name = new migration().name ?? migration.name;
    const stamp = /\d{13}$/.exec(name)?.[0];
    if (stamp === undefined) throw new Error(`${database}: the name of migration ${name} must end in 13 digits`);
    if (stamp <= previous) throw new Error(`${database}: migration ${name} stands after a later or equal one`);
    previous = stamp;
  }
}
