import pg from 'pg';
import { LaunchError } from './launch-error.ts';

/** The three roles of every database: owner migrates, app works, maintenance keeps house. */
export const ROLE_KINDS = ['owner', 'app', 'maintenance'] as const;
export type RoleKind = (typeof ROLE_KINDS)[number];
export type RolePasswords = Readonly<Record<RoleKind, string>>;

/** Connection URLs of one service's database. */
export interface ProvisionedDatabase extends Readonly<Record<RoleKind, string>> {
  /** True when this call made the database: what was stored in an earlier one is gone. */
  readonly isNew: boolean;
}

export interface ProvisionRequest {
  /** Name of the service; its schema and its roles are named after it. */
  readonly service: string;
  /** Name of the database; the service's own outside tests. */
  readonly database: string;
  readonly passwords: RolePasswords;
}

/**
 * Brings a database with its roles and its schema into being, or up to date. Grants give only a way in:
 * what the app role may do with a table is written in the migration that makes the table.
 */
export async function provisionDatabase(adminUrl: string, request: ProvisionRequest): Promise<ProvisionedDatabase> {
  const isNew = await withClient(adminUrl, async (admin) => {
    await ensureRoles(admin, request);
    return ensureDatabase(admin, request);
  });
  await withClient(urlOf(adminUrl, { database: request.database }), (admin) => ensureSchema(admin, request));
  const url = (kind: RoleKind) =>
    urlOf(adminUrl, {
      database: request.database,
      user: `${request.service}_${kind}`,
      password: request.passwords[kind],
    });
  return { owner: url('owner'), app: url('app'), maintenance: url('maintenance'), isNew };
}

/** The same server, seen by another role or in another database. */
export function urlOf(base: string, change: { database?: string; user?: string; password?: string }): string {
  const url = new URL(base);
  if (change.database !== undefined) url.pathname = `/${change.database}`;
  if (change.user !== undefined) url.username = change.user;
  if (change.password !== undefined) url.password = encodeURIComponent(change.password);
  return url.href;
}

/** Runs `act` on a connection of its own. */
export async function withClient<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

async function ensureRoles(admin: pg.Client, { service, passwords }: ProvisionRequest): Promise<void> {
  await admin.query('BEGIN');
  // Roles belong to the whole server: two launchers or test files must not make them at once.
  await admin.query(`SELECT pg_advisory_xact_lock(hashtext('workforce-reform-hub roles'))`);
  const names = ROLE_KINDS.map((kind) => `${service}_${kind}`);
  const found = await admin.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY($1)', [names]);
  const existing = new Set(found.rows.map((row) => row.rolname));
  for (const kind of ROLE_KINDS) {
    const name = `${service}_${kind}`;
    const verb = existing.has(name) ? 'ALTER' : 'CREATE';
    await admin.query(`${verb} ROLE ${pg.escapeIdentifier(name)} LOGIN PASSWORD ${pg.escapeLiteral(passwords[kind])}`);
  }
  // An administrator who is no superuser may give things to a role only as its member.
  const self = await admin.query<{ rolsuper: boolean }>('SELECT rolsuper FROM pg_roles WHERE rolname = current_user');
  if (self.rows[0]?.rolsuper !== true)
    await admin.query(`GRANT ${names.map((name) => pg.escapeIdentifier(name)).join(', ')} TO CURRENT_USER`);
  await admin.query('COMMIT');
}

async function ensureDatabase(admin: pg.Client, { service, database }: ProvisionRequest): Promise<boolean> {
  const owner = `${service}_owner`;
  const found = await admin.query<{ owner: string }>(
    'SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = $1',
    [database],
  );
  const holder = found.rows[0]?.owner;
  if (holder !== undefined && holder !== owner) {
    throw new LaunchError(
      `The server already has a database "${database}", which belongs to "${holder}". Use another server, or rename that database.`,
    );
  }
  if (holder !== undefined) return false;
  const name = pg.escapeIdentifier(database);
  const settings = `TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`;
  await admin.query(`CREATE DATABASE ${name} OWNER ${pg.escapeIdentifier(owner)} ${settings}`);
  return true;
}

async function ensureSchema(admin: pg.Client, { service, database }: ProvisionRequest): Promise<void> {
  const schema = pg.escapeIdentifier(service);
  const name = pg.escapeIdentifier(database);
  const [owner, app, maintenance] = ROLE_KINDS.map((kind) => pg.escapeIdentifier(`${service}_${kind}`));
  const roles = [owner, app, maintenance];
  await admin.query(
    [
      `REVOKE ALL ON DATABASE ${name} FROM PUBLIC`,
      `GRANT CONNECT ON DATABASE ${name} TO ${roles.join(', ')}`,
      // Bulk imports stage their rows in temporary tables.
      `GRANT TEMPORARY ON DATABASE ${name} TO ${app}`,
      'REVOKE ALL ON SCHEMA public FROM PUBLIC',
      `CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${owner}`,
      `GRANT USAGE ON SCHEMA ${schema} TO ${app}, ${maintenance}`,
      ...roles.map((role) => `ALTER ROLE ${role} IN DATABASE ${name} SET search_path = ${schema}`),
    ].join(';\n'),
  );
}
