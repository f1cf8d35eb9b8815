import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config/project-root.ts';

/** The guide for departments. */
export const GUIDE = join(projectRoot, 'docs/guides/departments.md');
export const INTEGRATORS_GUIDE = join(projectRoot, 'docs/guides/integrators.md');

/** A file to save, a command to run, a query to ask, and what came of them. */
export type BlockKind = 'file' | 'run' | 'query' | 'output' | 'answer';

/** The fenced blocks of a guide that are marked `<!-- KIND: NAME -->`, by name. */
export function blocksOf(kind: BlockKind, guide: string = readFileSync(GUIDE, 'utf8')): Map<string, string> {
  const marked = new RegExp(`<!-- ${kind}: (.+?) -->\\s*\`\`\`[a-z]*\\n([\\s\\S]*?)\`\`\``, 'g');
  return new Map([...guide.matchAll(marked)].map(([, name = '', text = '']) => [name, text]));
}

/** The guide with every block of a file that the project has filled with that file, so that it shows what is run. */
export function withFiles(guide: string): string {
  return guide.replace(
    /(<!-- file: (docs\/.+?) -->\s*```[a-z]*\n)[\s\S]*?(```)/g,
    (_block, head: string, path: string, end: string) =>
      `${head}${readFileSync(join(projectRoot, path), 'utf8').trimEnd()}\n${end}`,
  );
}
