import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '../services.ts';

/** Each of its answers takes a sixth more CPU from a bundle than from modules; those of subgraphs take the same. */
const GATEWAY = 'gateway/main.js';

/** Programs that a start runs: the services but the gateway, and what the launcher does before and after them. */
export const BUNDLED_ENTRIES: readonly string[] = [
  ...SERVICES.map(({ entry }) => entry).filter((entry) => entry !== GATEWAY),
  'migrations/run.js',
  'subgraphs/hub/bootstrap.js',
  'gateway/cli/demo/load.js',
];

/** What a bundle is made of, beside the compiled sources: the packages, and the way of bundling. */
const INGREDIENTS = ['dist/.tsbuildinfo', 'package-lock.json'] as const;

/** Folder of the bundled programs of a project. */
export const bundleFolder = (root: string): string => join(root, 'dist/bundled');

/** File that says what the bundles were made of. */
export const bundleStamp = (root: string): string => join(bundleFolder(root), 'made-of.txt');

/** Digest of what bundles would be made of now; null where nothing has been compiled. */
export function bundleIngredients(root: string): string | null {
  const hash = createHash('sha256');
  for (const file of INGREDIENTS.map((name) => join(root, name))) {
    if (!existsSync(file)) return null;
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

/**
 * Finds the file to run for a compiled program: its bundle, which loads in half the time because it is one file and not
 * two thousand, or the program itself where the bundles are missing or made of something else than what is compiled now.
 */
export function entryFinder(root: string, isBundleWanted: boolean): (entry: string) => string {
  const isCurrent = isBundleWanted && hasCurrentBundles(root);
  return (entry) => {
    const bundled = join(bundleFolder(root), entry);
    return isCurrent && existsSync(bundled) ? bundled : join(root, 'dist', entry);
  };
}

/** Whether the bundles are of what is compiled now. */
export function hasCurrentBundles(root: string): boolean {
  const stamp = bundleStamp(root);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === bundleIngredients(root);
}
