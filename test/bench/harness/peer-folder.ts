import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../../shared/config/project-root.ts';
import { Skipped } from './skipped.ts';

const LIST = join(projectRoot, 'test/bench/peers/package.json');

/** A folder outside the product with the packages it is measured against. */
export interface PeerFolder {
  readonly path: string;
  /** Name and version of what was installed. */
  versionOf(name: string): string;
}

/**
 * Installs the peers at the versions of `test/bench/peers/package.json`, once for a folder: `BENCH_PEERS`, or
 * `.data/bench-peers`. They never enter the product's own packages.
 */
export async function installPeers(say: (text: string) => void): Promise<PeerFolder> {
  const path = process.env['BENCH_PEERS'] ?? join(projectRoot, '.data/bench-peers');
  mkdirSync(path, { recursive: true });
  const list: { dependencies: Record<string, string> } = JSON.parse(readFileSync(LIST, 'utf8'));
  if (!isInstalled(path, list.dependencies)) {
    say(`installing the peers into ${path}`);
    copyFileSync(LIST, join(path, 'package.json'));
    try {
      // No script of theirs runs here; none is needed.
      const options = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--fetch-timeout=20000'];
      await promisify(execFile)('npm', options, { cwd: path, timeout: 180_000 });
    } catch (error) {
      throw new Skipped(`the peers could not be installed (no network?): ${firstLine(error)}`);
    }
  }
  return { path, versionOf: (name) => `${name} ${installedVersion(path, name)}` };
}

/** Loads a package of the peers, which brings its own `graphql`. */
export function requireFrom(path: string): NodeJS.Require {
  return createRequire(join(path, 'package.json'));
}

function isInstalled(path: string, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, version]) => installedVersion(path, name) === version);
}

function installedVersion(path: string, name: string): string | null {
  const file = join(path, 'node_modules', name, 'package.json');
  if (!existsSync(file)) return null;
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return version;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n').find((line) => line.includes('ERR!')) ?? text.split('\n')[0] ?? '';
}
