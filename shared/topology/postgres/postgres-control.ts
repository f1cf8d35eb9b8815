import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LaunchError } from '../launch-error.ts';
import { postgresMajor } from './postgres-binaries.ts';
import type { PostgresLocation } from './postgres-location.ts';

/** Makes the cluster if there is none; refuses one of another major version. */
export async function prepareCluster(location: PostgresLocation, password: string): Promise<void> {
  const versionFile = join(location.cluster, 'PG_VERSION');
  if (existsSync(versionFile)) {
    checkVersion(location, readFileSync(versionFile, 'utf8').trim());
    return;
  }
  // A cluster appears under its name only when complete: a start killed half way leaves nothing to trip over.
  const unfinished = `${location.cluster}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  if (location.user) chownSync(unfinished, location.user.uid, location.user.gid);
  await initialise(location, unfinished, password);
  rmSync(location.cluster, { recursive: true, force: true });
  renameSync(unfinished, location.cluster);
}

function checkVersion(location: PostgresLocation, found: string): void {
  const major = postgresMajor(location.native);
  if (found === major) return;
  throw new LaunchError(
    `The database in ${location.cluster} was made by PostgreSQL ${found}, installed is ${major}. Go back to the release that made it, or back up with that one (npx hub backup --with-keys) and restore into a new HUB_DATA with this one.`,
  );
}

async function initialise(location: PostgresLocation, folder: string, password: string): Promise<void> {
  const passwordFile = join(tmpdir(), `hub-${randomBytes(8).toString('hex')}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
  if (location.user) chownSync(passwordFile, location.user.uid, location.user.gid);
  try {
    await run(location, 'initdb', [
      `--pgdata=${folder}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Stops whatever server still runs on the cluster, and clears the note of one that was killed. */
export async function stopLeftover(location: PostgresLocation): Promise<boolean> {
  const pid = runningServer(location);
  if (pid === null) {
    rmSync(join(location.cluster, 'postmaster.pid'), { force: true });
    return false;
  }
  await stopServer(location);
  return true;
}

/** Asks a server that is not our child to end. */
async function stopServer(location: PostgresLocation): Promise<void> {
  const stop = (mode: string) =>
    run(location, 'pg_ctl', ['stop', '-D', location.cluster, '-m', mode, '-w', '-t', '10', '-s']);
  try {
    await stop('fast');
  } catch {
    if (runningServer(location) !== null) await stop('immediate');
  }
}

/**
 * The server noted in `postmaster.pid`, when it runs. The number alone proves nothing: after a restart
 * of the machine or container it may belong to any other process.
 */
function runningServer(location: PostgresLocation): number | null {
  const note = join(location.cluster, 'postmaster.pid');
  if (!existsSync(note)) return null;
  const pid = Number(readFileSync(note, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return null;
  return commandOf(pid).includes(location.cluster) ? pid : null;
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}

function run(location: PostgresLocation, program: string, parameters: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(location.native, 'bin', program), parameters, {
      ...processOwner(location),
      cwd: dirname(location.cluster),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += String(chunk);
      });
    }
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new LaunchError(`${program} failed (exit ${code}): ${output.trim()}`)),
    );
  });
}

/** Whom the server's programs run as, with an environment in which their messages are English. */
export function processOwner(location: PostgresLocation): { uid?: number; gid?: number; env: Record<string, string> } {
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', LANG: 'C' };
  return location.user === null ? { env } : { uid: location.user.uid, gid: location.user.gid, env };
}
