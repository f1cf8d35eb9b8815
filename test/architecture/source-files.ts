import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config/project-root.ts';

/** A text file of the project; `path` is relative to its root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What is installed, built or made at run time: not ours to check. */
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', '.git', '.data', 'coverage']);

/** Folders that hold TypeScript. */
const CODE_FOLDERS = ['gateway', 'subgraphs', 'shared', 'migrations', 'test'];

/** Every file below a folder of the project, as paths relative to its root, in a stable order. */
export function filesBelow(folder = ''): string[] {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : filesBelow(path);
      return entry.isFile() ? [path] : [];
    });
}

export function readSource(path: string): SourceFile {
  return { path, text: readFileSync(join(projectRoot, path), 'utf8') };
}

/** All TypeScript of the project. */
export function codeFiles(): SourceFile[] {
  return CODE_FOLDERS.flatMap((folder) => filesBelow(folder))
    .filter((path) => /\.tsx?$/.test(path))
    .map(readSource);
}
