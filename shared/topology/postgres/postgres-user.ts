import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LaunchError } from '../launch-error.ts';

/** The account PostgreSQL runs as when the launcher is root; PostgreSQL itself refuses to run as root. */
export interface PostgresUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The account to switch to: null for an ordinary user, `postgres` or else `nobody` for root. */
export function findPostgresUser(passwd: string = readPasswd()): PostgresUser | null {
  if (process.getuid?.() !== 0) return null;
  const users = passwd.split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const fields = users.find(([user]) => user === name);
    if (fields) return { name, uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new LaunchError(
    'PostgreSQL does not run as root and this machine has neither a user "postgres" nor "nobody". Start as an ordinary user, or set HUB_POSTGRES_URL.',
  );
}

/**
 * True when the user may pass through every folder on the way to `path`.
 * Looks at mode bits only; folders that do not exist yet are made by us and count as open.
 */
export function isReachable(path: string, user: PostgresUser | null): boolean {
  if (user === null) return true;
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(folder) && !mayTraverse(folder, user)) return false;
    if (dirname(folder) === folder) return true;
  }
}

function mayTraverse(folder: string, user: PostgresUser): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === user.uid) return (mode & 0o100) !== 0;
  if (gid === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

function readPasswd(): string {
  return existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '';
}
