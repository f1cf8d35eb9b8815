import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../shared/config/project-root.ts';
import { referenceFiles } from './reference-files.ts';

const FOLDER = join(projectRoot, 'docs/reference');

/** Written by hand and kept beside what is generated. */
const BY_HAND = new Set(['reference.css', 'search.js']);

/** `npm run reference:print [-- --check]`: writes the reference of the composed graph, or only compares. */
function run(isCheck: boolean): number {
  const files = referenceFiles(readFileSync(join(projectRoot, 'gateway/supergraph/supergraph.graphql'), 'utf8'));
  mkdirSync(FOLDER, { recursive: true });
  const stale = readdirSync(FOLDER).filter((name) => !files.has(name) && !BY_HAND.has(name));
  const changed = [...files].filter(([name, text]) => textOf(name) !== text);
  const differing = [...stale, ...changed.map(([name]) => name)];
  if (differing.length === 0) return say(`reference of ${files.size} files is up to date`, 0);
  if (isCheck) return say(`docs/reference differs (${differing.join(', ')}): run npm run reference:print`, 1);
  for (const name of stale) rmSync(join(FOLDER, name));
  for (const [name, text] of changed) writeFileSync(join(FOLDER, name), text);
  return say(`reference: ${changed.length} files written, ${stale.length} removed`, 0);
}

function textOf(name: string): string | null {
  const path = join(FOLDER, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function say(text: string, exitCode: number): number {
  (exitCode === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  return exitCode;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = run(process.argv.includes('--check'));
}
