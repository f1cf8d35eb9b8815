import type pg from 'pg';
import { isHistory, JOB_QUEUE, quote, quoted, readTables, schemasOf } from './database-shape.repository.ts';
import { type BackedUpDatabase, type SequenceState, type TableShape, tableName } from './manifest.ts';

/** A foreign key that is put back when the rows are there: one comparison instead of a look for every row. */
interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** What was changed for the load, to be put back. */
export interface OpenedStructure {
  readonly foreignKeys: readonly ForeignKey[];
  readonly tables: readonly string[];
}

const FOREIGN_KEYS = `
select format('%I.%I', n.nspname, c.relname) as table, quote_ident(k.conname) as name, pg_get_constraintdef(k.oid) as definition
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
where k.contype = 'f' and k.conparentid = 0 and n.nspname = any($1) order by 1, 2`;

/**
 * Makes the tables ready for the rows of a backup, within its transaction: triggers silent (they would refuse or record the
 * acts of years ago), foreign keys off, and empty of what the migrations themselves put in.
 */
export async function openStructure(client: pg.Client, service: string): Promise<OpenedStructure> {
  const { rows: foreignKeys } = await client.query<ForeignKey>(FOREIGN_KEYS, [schemasOf(service)]);
  for (const { table, name } of foreignKeys) await client.query(`alter table ${table} drop constraint ${name}`);
  const found = await readTables(client, service);
  const tables = found.filter((table) => !isHistory(table) && table.persistence === 'p').map(quoted);
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
  await client.query(`truncate ${tables.join(', ')}`);
  return { foreignKeys, tables };
}

/** Puts back what was opened; foreign keys are compared as a whole. */
export async function closeStructure(client: pg.Client, { foreignKeys, tables }: OpenedStructure): Promise<void> {
  for (const { table, name, definition } of foreignKeys)
    await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
}

/** Sets the sequences to where they stood. */
export async function setSequences(client: pg.Client, sequences: readonly SequenceState[]): Promise<void> {
  for (const sequence of sequences)
    await client.query('select setval($1::regclass, $2::bigint, $3)', [
      quoted(sequence),
      sequence.value,
      sequence.isCalled,
    ]);
}

/** A worker that held a job is gone: its jobs are free again, and not after hours. */
export async function freeJobs(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>(`select to_regnamespace($1) is not null as found`, [
    JOB_QUEUE,
  ]);
  if (rows[0]?.found !== true) return;
  await client.query(
    `update ${JOB_QUEUE}._private_jobs set locked_at = null, locked_by = null where locked_at is not null`,
  );
  await client.query(
    `update ${JOB_QUEUE}._private_job_queues set locked_at = null, locked_by = null where locked_at is not null`,
  );
}

/** Takes out everything that a restore which failed had made: the database is as empty as it was. */
export async function emptyDatabase(client: pg.Client, service: string): Promise<void> {
  const schema = quote(service);
  const roles = [`${service}_app`, `${service}_maintenance`].map(quote).join(', ');
  await client.query(
    [
      `drop schema if exists ${JOB_QUEUE} cascade`,
      `drop schema if exists ${schema} cascade`,
      `create schema ${schema}`,
      `grant usage on schema ${schema} to ${roles}`,
    ].join('; '),
  );
}

/**
 * Makes the parts of divided tables those of the backup: months that retention has made or taken out since the first
 * migration, years for which a part was added.
 */
export async function alignParts(client: pg.Client, { name: service, tables }: BackedUpDatabase): Promise<void> {
  const found = await readTables(client, service);
  const wanted = new Map(tables.map((table) => [tableName(table), table]));
  const guards = await readPartGuards(client, service);
  const present = new Set(found.map(tableName));
  for (const part of found) {
    // What a backup leaves out stays as the migrations made it.
    if (part.parent === null || part.persistence !== 'p') continue;
    const twin = wanted.get(tableName(part));
    if (twin?.part?.of === part.parent && twin.part.bound === part.bound) continue;
    await client.query(`drop table ${quoted(part)}`);
    present.delete(tableName(part));
  }
  for (const table of tables) {
    if (present.has(tableName(table))) continue;
    const parent = table.part?.of ?? formerParent(table, guards);
    if (parent === null) continue;
    await makePart(client, { service, table, parent, guards: guards.get(parent) ?? [] });
  }
}

interface PartOrder {
  readonly service: string;
  readonly table: TableShape;
  readonly parent: string;
  readonly guards: readonly PartGuard[];
}

async function makePart(client: pg.Client, { service, table, parent, guards }: PartOrder): Promise<void> {
  const whole = quoted({ schema: table.schema, name: parent });
  if (table.part !== null)
    await client.query(`create table ${quoted(table)} partition of ${whole} ${table.part.bound}`);
  else {
    // Taken out of the whole by retention, and not dropped yet: only the housekeeper reads it.
    await client.query(`create table ${quoted(table)} (like ${whole} including all)`);
    await client.query(`grant select on ${quoted(table)} to ${quote(`${service}_maintenance`)}`);
  }
  for (const { part, definition } of guards)
    await client.query(definition.replace(` ON ${part} `, ` ON ${quoted(table)} `));
}

/** A trigger that stands on every part by itself, because it is about statements and not about rows. */
interface PartGuard {
  readonly parent: string;
  readonly part: string;
  readonly definition: string;
}

const GUARDS = `
select parent.relname as parent, format('%I.%I', n.nspname, part.relname) as part, pg_get_triggerdef(t.oid) as definition
from pg_inherits link
join pg_class part on part.oid = link.inhrelid
join pg_class parent on parent.oid = link.inhparent
join pg_namespace n on n.oid = part.relnamespace
join pg_trigger t on t.tgrelid = part.oid and not t.tgisinternal and t.tgparentid = 0
where n.nspname = $1 and part.relkind = 'r' and pg_get_expr(part.relpartbound, part.oid) = 'DEFAULT'`;

async function readPartGuards(client: pg.Client, service: string): Promise<Map<string, PartGuard[]>> {
  const { rows } = await client.query<PartGuard>(GUARDS, [service]);
  return new Map(rows.map(({ parent }) => [parent, rows.filter((row) => row.parent === parent)]));
}

/** Months that were taken out keep their name. */
function formerParent({ name }: TableShape, guards: ReadonlyMap<string, readonly PartGuard[]>): string | null {
  const parent = /^(.+)_\d{6}$/.exec(name)?.[1];
  return parent !== undefined && guards.has(parent) ? parent : null;
}
