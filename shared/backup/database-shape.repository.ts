import type pg from 'pg';
import { type SequenceState, type TableShape, tableName } from './manifest.ts';

/** Everything of a database that a backup has to know before it copies rows. */
export interface DatabaseShape {
  readonly server: string;
  readonly snapshotAt: string;
  readonly migrations: readonly string[];
  readonly jobQueue: readonly number[] | null;
  readonly tables: readonly TableShape[];
  readonly leftOut: readonly string[];
}

/** The schema of the job queue, which only the evaluation has. */
export const JOB_QUEUE = 'graphile_worker';

/** How values are written must not depend on the settings of a server, or two hashes of the same rows would differ. */
export const PLAIN_WRITING = `
set datestyle = 'ISO, YMD'; set timezone = 'UTC'; set intervalstyle = 'postgres'; set bytea_output = 'hex';
set extra_float_digits = 1; set client_encoding = 'UTF8'; set statement_timeout = 0;
set idle_in_transaction_session_timeout = 0; set work_mem = '64MB'`;

/** Schemas of a service's database that hold tables of ours. */
export function schemasOf(service: string): string[] {
  return [service, JOB_QUEUE];
}

interface TableRow {
  readonly schema: string;
  readonly name: string;
  readonly persistence: string;
  readonly parent: string | null;
  readonly bound: string | null;
  readonly columns: { readonly name: string; readonly type: string }[];
  readonly key: string[] | null;
}

const TABLES = `
select n.nspname as schema, c.relname as name, c.relpersistence as persistence, parent.relname as parent,
  case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end as bound,
  (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
   from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
  (select json_agg(a.attname order by place) from pg_index i, unnest(i.indkey) with ordinality as k (attnum, place)
   join pg_attribute a on a.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid) as key
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_inherits link on link.inhrelid = c.oid
left join pg_class parent on parent.oid = link.inhparent
where n.nspname = any($1) and c.relkind = 'r'
order by n.nspname collate "C", c.relname collate "C"`;

/** Tables that hold rows, whatever they are for. */
export async function readTables(client: pg.Client, service: string): Promise<TableRow[]> {
  const { rows } = await client.query<TableRow>(TABLES, [schemasOf(service)]);
  return rows;
}

/** What a database consists of, as far as a backup takes it. */
export async function readDatabaseShape(client: pg.Client, service: string): Promise<DatabaseShape> {
  const { rows: facts } = await client.query<{ server: string; at: string }>(
    `select current_setting('server_version') as server,
       to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`,
  );
  const rows = await readTables(client, service);
  const kept = rows.filter((row) => !isHistory(row));
  return {
    server: facts[0]?.server ?? '',
    snapshotAt: facts[0]?.at ?? '',
    migrations: await readMigrations(client, service),
    jobQueue: await readJobQueue(client),
    tables: kept.filter(({ persistence }) => persistence === 'p').map(toShape),
    leftOut: kept.filter(({ persistence }) => persistence !== 'p').map(tableName),
  };
}

/** Names of the migrations that a database has; empty where it has none. */
async function readMigrations(client: pg.Client, service: string): Promise<string[]> {
  const history = quoted({ schema: service, name: 'migration_history' });
  if (!(await exists(client, history))) return [];
  const { rows } = await client.query<{ name: string }>(`select name from ${history} order by id`);
  return rows.map(({ name }) => name);
}

async function readJobQueue(client: pg.Client): Promise<number[] | null> {
  const history = quoted({ schema: JOB_QUEUE, name: 'migrations' });
  if (!(await exists(client, history))) return null;
  const { rows } = await client.query<{ id: number }>(`select id from ${history} order by id`);
  return rows.map(({ id }) => id);
}

/** Whether there is a table of this name. */
export async function exists(client: pg.Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [table]);
  return rows[0]?.found === true;
}

/** Where sequences stand. They are outside of every snapshot: at the snapshot's number or beyond it, which does no harm. */
export async function readSequences(client: pg.Client, service: string): Promise<SequenceState[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select schemaname as schema, sequencename as name from pg_sequences where schemaname = any($1)
     order by schemaname collate "C", sequencename collate "C"`,
    [schemasOf(service)],
  );
  const states: SequenceState[] = [];
  for (const { schema, name } of rows) {
    const { rows: found } = await client.query<{ value: string; isCalled: boolean }>(
      `select last_value::text as value, is_called as "isCalled" from ${quoted({ schema, name })}`,
    );
    if (found[0] !== undefined) states.push({ schema, name, ...found[0] });
  }
  return states;
}

/** `COPY` of all rows of a table in the order of its key. */
export function copyOutStatement(table: TableShape): string {
  const columns = columnsOf(table);
  const order = table.key.length > 0 ? table.key.map(quote).join(', ') : `(row(${columns}))::text collate "C"`;
  return `copy (select ${columns} from ${quoted(table)} order by ${order}) to stdout`;
}

/** A table made or emptied in the same transaction can be filled as if its rows had always been there. */
export function copyInStatement(table: TableShape): string {
  return `copy ${quoted(table)} (${columnsOf(table)}) from stdin with (freeze)`;
}

function columnsOf({ columns }: TableShape): string {
  return columns.map(({ name }) => quote(name)).join(', ');
}

/** The name of a table or sequence as statements take it. */
export function quoted({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${quote(schema)}.${quote(name)}`;
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The histories of migrations are written by migrating. */
export function isHistory({ schema, name }: { readonly schema: string; readonly name: string }): boolean {
  return name === 'migration_history' || (schema === JOB_QUEUE && name === 'migrations');
}

function toShape({ schema, name, columns, key, parent, bound }: TableRow): TableShape {
  return {
    schema,
    name,
    columns,
    key: key ?? [],
    part: parent === null || bound === null ? null : { of: parent, bound },
  };
}
