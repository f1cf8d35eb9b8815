import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PUBLICATION_VERBS } from '../../gateway/cli/commands/reporting/publication.command.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import { codeFiles, filesBelow, readSource, type SourceFile } from './source-files.ts';

const PAGES = filesBelow()
  .filter((path) => path.endsWith('.md') && path !== 'CHANGELOG.md')
  .map(readSource);

const TEXTS = [...PAGES, ...filesBelow('docs/examples').map(readSource)];

const CODE = /```[\s\S]*?```|`[^`\n]+`/g;

/** Links of a page to files of the project, without those in code. */
function linksOf({ text }: SourceFile): string[] {
  const prose = text.replace(CODE, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target).filter((to) => !/^[a-z]+:/.test(to));
}

/** The name under which a heading is linked. */
function anchorOf(heading: string): string {
  const kept = heading
    .toLowerCase()
    .replace(/\]\([^)]*\)/g, '')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '');
  return kept.trim().replace(/\s/g, '-');
}

function hasAnchor(path: string, anchor: string): boolean {
  const { text } = readSource(path);
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
  return headings.includes(decodeURIComponent(anchor)) || text.includes(`id="${anchor}"`);
}

function isBroken(page: SourceFile, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? page.path : join(dirname(page.path), decodeURIComponent(file));
  if (!existsSync(join(projectRoot, path))) return true;
  return anchor !== undefined && /\.(md|html)$/.test(path) && !hasAnchor(path, anchor);
}

/** Names that `.command('name …')` gives, groups and their commands alike. */
function hubCommands(): Set<string> {
  const sources = codeFiles().filter(({ path }) => path.startsWith('gateway/cli/') && !path.includes('.test.'));
  const names = sources.flatMap(({ text }) => [...text.matchAll(/\.command\(\s*'([a-z-]+)/g)].map(([, name]) => name));
  return new Set([...names.flatMap((name) => name ?? []), ...PUBLICATION_VERBS.map(({ verb }) => verb)]);
}

/** Commands that have commands of their own. */
const GROUPS = new Set(['framework', 'indicator', 'publication', 'receipts', 'verify', 'token', 'audit', 'admin']);

describe('the pages', () => {
  it('link to what is there', () => {
    const broken = PAGES.flatMap((page) =>
      linksOf(page)
        .filter((link) => isBroken(page, link))
        .map((link) => `${page.path}: ${link}`),
    );
    expect(PAGES.length).toBeGreaterThan(20);
    expect(broken).toEqual([]);
  });

  it('name npm scripts that are there', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(readSource('package.json').text);
    const named = TEXTS.flatMap(({ path, text }) =>
      [...text.matchAll(/npm run (?:--silent )?([a-z][a-z:]*)/g)].map(([, name = '']) => ({ path, name })),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ name }) => scripts[name] === undefined)).toEqual([]);
  });

  it('name commands that the hub has', () => {
    const commands = hubCommands();
    const named = PAGES.flatMap(({ path, text }) =>
      [...(text.match(CODE) ?? []).join('\n').matchAll(/(?:npx |^|^`)hub ([a-z-]+)(?: ([a-z-]+)\b(?!\.))?/gm)].map(
        ([, name = '', sub]) => ({ path, name, sub: sub !== undefined && GROUPS.has(name) ? sub : null }),
      ),
    );
    expect(commands.size).toBeGreaterThan(20);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ name, sub }) => !commands.has(name) || (sub !== null && !commands.has(sub)))).toEqual([]);
  });

  it('are the same in both languages where there are two', () => {
    const [english, chinese] = ['README.md', 'README.zh-CN.md'].map(readSource);
    const guidesOf = (page: SourceFile | undefined): string[] =>
      [...new Set(page ? linksOf(page) : [])].filter((link) => /^docs\/(?!decisions\/)/.test(link)).sort();
    const sectionsOf = (page: SourceFile | undefined): number => page?.text.match(/^## /gm)?.length ?? 0;
    expect(guidesOf(chinese)).toEqual(guidesOf(english));
    expect(sectionsOf(chinese)).toBe(sectionsOf(english));
  });

  it('lead to every guide from the README', () => {
    const linked = new Set(linksOf(readSource('README.md')));
    const guides = PAGES.map(({ path }) => path).filter((path) => path.startsWith('docs/guides/'));
    expect(guides.filter((path) => !linked.has(path))).toEqual([]);
  });
});
