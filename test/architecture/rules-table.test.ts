import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';
import { codeFiles } from './source-files.ts';

const TABLE = join(projectRoot, 'docs/rules.md');
const table = readFileSync(TABLE, 'utf8');
const NOT_BY_SOFTWARE = 'not by software: ';

/** The rules of the documents that the evaluation carries out or says why not. */
const NUMBERS = [...range(1, 34), ...range(49, 63), 80, ...range(89, 110)];

/** `| 31 | text | term | source | carried out by |` */
const ROW = /^\| (\d+) +\| (.+?) +\| (.+?) +\| (.+?) +\| (.*?) *\|$/gm;

interface RuleRow {
  readonly line: string;
  readonly number: number;
  readonly carriedOutBy: string;
}

const rows: RuleRow[] = [...table.matchAll(ROW)].map(([line, number, , , , carriedOutBy = '']) => ({
  line,
  number: Number(number),
  carriedOutBy,
}));

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** `rule 31`, `rules 9, 10`, `rules 89–93` in the names of tests, on the line of the call or on the next. */
const NAMED = /^\s*(?:(?:it|describe|test)\b.*?)?['"`].*?\brules? ((?:\d+(?:[–-]\d+)?(?:, | and )?)+)/gm;

/** The numbers that the names of a file's tests say. */
function rulesNamedIn(text: string): Set<number> {
  const numbers = new Set<number>();
  for (const [, list = ''] of text.matchAll(NAMED)) {
    for (const [, from = '', to = from] of list.matchAll(/(\d+)(?:[–-](\d+))?/g)) {
      for (const number of range(Number(from), Number(to))) numbers.add(number);
    }
  }
  return numbers;
}

function testsByRule(): Map<number, string[]> {
  const tests = new Map<number, string[]>();
  const files = codeFiles().filter(({ path }) => path.endsWith('.test.ts') && !path.endsWith('rules-table.test.ts'));
  for (const { path, text } of files) {
    for (const number of rulesNamedIn(text)) tests.set(number, [...(tests.get(number) ?? []), path]);
  }
  return tests;
}

describe('docs/rules.md', () => {
  it('has a row for every rule of indicators, key figures, self-evaluation, categories, results, conduct and definitions', () => {
    expect(rows.map(({ number }) => number)).toEqual(NUMBERS);
  });

  it('names the tests of each rule as they are, or why software does not carry it out (write it anew with -u)', async () => {
    const tests = testsByRule();
    const missing: number[] = [];
    let text = table;
    for (const { line, number, carriedOutBy } of rows) {
      if (carriedOutBy.startsWith(NOT_BY_SOFTWARE)) continue;
      const files = tests.get(number) ?? [];
      if (files.length === 0) missing.push(number);
      const cell = files.map((path) => `[${path.split('/').at(-1)?.replace('.test.ts', '')}](../${path})`).join(', ');
      text = text.replace(line, `${line.slice(0, line.lastIndexOf('|', line.length - 2))}| ${cell} |`);
    }
    expect(missing).toEqual([]);
    await expect(text).toMatchFileSnapshot(TABLE);
  });

  it('gives a reason where no test is named', () => {
    const reasons = rows.filter(({ carriedOutBy }) => carriedOutBy.startsWith(NOT_BY_SOFTWARE));
    for (const { carriedOutBy } of reasons) expect(carriedOutBy.length).toBeGreaterThan(NOT_BY_SOFTWARE.length + 20);
  });

  it('reads numbers out of the names of tests', () => {
    const text =
      "it('rounds up (rule 39)', a);\n  it.each(b)(\n    'rules 9, 10: b',\n  c);\ndescribe('rules 89–91', d);\nconst x = 'rule 7';";
    expect([...rulesNamedIn(text)]).toEqual([39, 9, 10, 89, 90, 91]);
  });
});
