import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeFiles, filesBelow } from './source-files.ts';

const CODE = codeFiles();
const PRODUCT = CODE.filter(({ path }) => !path.startsWith('test/') && !path.endsWith('.test.ts'));

describe('the house', () => {
  it('has no drawer files: a file is named after its one subject', () => {
    const drawers = /^(utils?|helpers?|common|misc|index)\.tsx?$/;
    const found = CODE.filter(({ path }) => drawers.test(basename(path))).map(({ path }) => path);
    expect(CODE.length).toBeGreaterThan(150);
    expect(found.filter((path) => !/^migrations\/(.*\/)?index\.ts$/.test(path))).toEqual([]);
  });

  it('keeps types.ts for the types of a department', () => {
    const found = CODE.filter(({ path }) => basename(path) === 'types.ts').map(({ path }) => path);
    expect(found.filter((path) => !/^(subgraphs|test\/fixtures(\/.*)?)\/[^/]+\/types\.ts$/.test(path))).toEqual([]);
  });

  it('reads the environment in config files only', () => {
    const readers = PRODUCT.filter(({ text }) => /\bprocess\s*\.\s*env\b|\bprocess\s*\[\s*['"]env/.test(code(text)));
    const allowed = /(^|\/)config\.ts$|^shared\/config\/read-config\.ts$/;
    expect(PRODUCT.length).toBeGreaterThan(100);
    expect(readers.map(({ path }) => path).filter((path) => !allowed.test(path))).toEqual([]);
  });

  it('leaves no reminder for later without an issue number', () => {
    const mark = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b(?!\\(#\\d+\\))`);
    expect(CODE.filter(({ text }) => mark.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('documents every export of shared', () => {
    const shared = PRODUCT.filter(({ path }) => path.startsWith('shared/'));
    const documented = shared.flatMap(({ text }) => exportsOf(text));
    expect(documented.length).toBeGreaterThan(200);
    // Not each one: a name that says all needs no sentence. But most do.
    expect(documented.filter((has) => has).length / documented.length).toBeGreaterThan(0.5);
  });

  it('has the top level it was asked to have', () => {
    const files = filesBelow();
    expect(files.length).toBeGreaterThan(200);
    const loose = files.filter((path) => !path.includes('/') && !path.startsWith('.'));
    const known =
      /^(README(\.zh-CN)?\.md|LICENSE|CHANGELOG\.md|Dockerfile|docker-compose\.yml|package(-lock)?\.json|tsconfig(\.build)?\.json|biome\.json|knip\.json|vitest\.config\.ts|bench\.json|faults\.json|.*\.log)$/;
    expect(loose.filter((path) => !known.test(path))).toEqual([]);
    const folders = new Set(files.filter((path) => path.includes('/')).map((path) => path.split('/')[0]));
    const topLevel = new Set(['gateway', 'subgraphs', 'shared', 'migrations', 'test', 'docs']);
    expect([...folders].filter((name) => !name?.startsWith('.') && !topLevel.has(name ?? ''))).toEqual([]);
  });
});

/** The text without comments, roughly: enough to tell a mention from a use. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** For every exported declaration, whether a doc comment or a decorator with its description stands before it. */
function exportsOf(text: string): boolean[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) =>
    /^export (?:async )?(?:function|const|class|interface|type|enum|abstract)\b/.test(line)
      ? [/\*\/$|\)$/.test(lines[index - 1]?.trim() ?? '')]
      : [],
  );
}
