import { createHash } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LaunchError } from '../launch-error.ts';
import { copyPostgresBinaries, findPostgresBinaries } from './postgres-binaries.ts';
import { findPostgresUser, isReachable, type PostgresUser } from './postgres-user.ts';

/** Where one embedded server has its programs and its data, and who runs it. */
export interface PostgresLocation {
  readonly native: string;
  readonly cluster: string;
  readonly user: PostgresUser | null;
  /** Set when data or programs had to go elsewhere: one sentence for the operator. */
  readonly notice: string | null;
}

export interface PlacementRequest {
  /** Folder of the installation; the cluster goes into its `postgres`. */
  readonly dataFolder: string;
  /** Names the installation; a cluster left by another one under the same path is put aside. */
  readonly installation: string;
}

/**
 * Chooses places the server's user can reach. Root hands over to another account, and that account
 * cannot pass a home folder with mode 0700: data and programs then live under /var/tmp.
 */
export function placePostgres(request: PlacementRequest): PostgresLocation {
  const user = findPostgresUser();
  const inside = join(request.dataFolder, 'postgres');
  const packaged = findPostgresBinaries();
  const outside = outsideFolder(request.dataFolder);
  const isInsideReachable = isReachable(dirname(inside), user);
  if (existsSync(join(inside, 'PG_VERSION')) && !isInsideReachable) {
    throw new LaunchError(
      `The database in ${inside} cannot be reached by the user "${user?.name}". Open the folders above it (chmod o+x), or start as the user who made it.`,
    );
  }
  const isOutside = user !== null && (!isInsideReachable || existsSync(join(outside, 'postgres', 'PG_VERSION')));
  if (isOutside) makeOwnFolder(outside, user);
  if (isOutside) putForeignClusterAside(outside, request.installation);
  const native = reachableBinaries(packaged, user);
  const places = [
    isOutside ? `data in ${outside}` : null,
    native === packaged ? null : `programs in ${dirname(native)}`,
  ];
  const moved = places.filter((place) => place !== null).join(', ');
  return {
    native,
    cluster: isOutside ? join(outside, 'postgres') : inside,
    user,
    notice:
      moved === '' ? null : `PostgreSQL runs as "${user?.name}", who cannot pass every folder on the way: ${moved}`,
  };
}

/** The programs where npm put them, or a copy that the user can reach. */
function reachableBinaries(packaged: string, user: PostgresUser | null): string {
  if (user === null || isReachable(join(packaged, 'bin'), user)) return packaged;
  const folder = outsideFolder(`${packaged} ${statSync(join(packaged, 'bin', 'postgres')).mtimeMs}`);
  makeOwnFolder(folder, user);
  const copy = join(folder, 'native');
  copyPostgresBinaries(packaged, copy);
  return copy;
}

function outsideFolder(subject: string): string {
  const hash = createHash('sha256').update(subject).digest('hex').slice(0, 12);
  return join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), `workforce-reform-hub-${hash}`);
}

/** /var/tmp is open to all: a folder that somebody else put there under our name is not ours to use. */
function makeOwnFolder(folder: string, user: PostgresUser): void {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || (found.uid !== 0 && found.uid !== user.uid))
    throw new LaunchError(`${folder} belongs to somebody else; remove it and start again.`);
  chownSync(folder, user.uid, user.gid);
}

/** The data folder was deleted and made anew: its old cluster has passwords nobody knows any more. */
function putForeignClusterAside(folder: string, installation: string): void {
  const note = join(folder, 'installation');
  const cluster = join(folder, 'postgres');
  const isForeign = existsSync(cluster) && (!existsSync(note) || readFileSync(note, 'utf8') !== installation);
  if (isForeign) renameSync(cluster, `${cluster}.${new Date().toISOString().replaceAll(/[:.]/g, '')}`);
  writeFileSync(note, installation);
}
