import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config/project-root.ts';

/** The guide for departments. */
export const GUIDE = join(projectRoot, 'docs/guides/departments.md');

/** The fenced blocks of a guide that are marked `<!-- KIND: NAME -->`, by name. */
export function blocksOf(kind: 'file' | 'output', guide: string = readFileSync(GUIDE, 'utf8')): Map<string, string> {
  const marked = new RegExp(`<!-- ${kind}: (.+?) -->\\s*\`\`\`[a-z]*\\n([\\s\\S]*?)\`\`\``, 'g');
  return new Map([...guide.matchAll(marked)].map(([, name = '', text = '']) => [name, text]));
}
