// Builds when a source is newer than the last build. Plain JavaScript, because it runs before anything is compiled.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const stamp = join(root, 'dist/.built');
const folders = ['gateway', 'subgraphs', 'shared', 'migrations'];
const files = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(root, name));

/** The latest change of a source, in milliseconds. */
function newestSource() {
  const sources = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return Math.max(...[...sources, ...files].map((path) => statSync(path).mtimeMs));
}

/** When the last build was begun; 0 for never. */
function lastBuild() {
  return statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (lastBuild() <= newestSource()) {
  const began = new Date();
  process.stdout.write('compiling: the sources are newer than the last build; it may take a minute\n');
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  spawnSync(process.execPath, [join(root, 'dist/shared/topology/bundle/main.js')], { stdio: 'inherit' });
  writeFileSync(stamp, '');
  // What changes while it builds is built next time.
  utimesSync(stamp, began, began);
}
