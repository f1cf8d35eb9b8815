import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../gateway/limits/limits.ts';
import { defaultOverloadPolicy } from '../../gateway/overload/load-shedder.ts';
import { defaultRates } from '../../gateway/rates/rate-limiter.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import { blocksOf, INTEGRATORS_GUIDE, withFiles } from '../testkit/guide-blocks.ts';
import { codeFiles } from './source-files.ts';

const guide = readFileSync(INTEGRATORS_GUIDE, 'utf8');

/** The cells of the table between two marks. */
function tableOf(name: string): string[][] {
  const [, rows = ''] = guide.split(new RegExp(`<!-- ${name}: (?:begin|end) -->`));
  const lines = rows.trim().split('\n').slice(2);
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

describe('docs/guides/integrators.md', () => {
  it('shows the examples as they are run (write it anew with -u)', async () => {
    await expect(withFiles(guide)).toMatchFileSnapshot(INTEGRATORS_GUIDE);
  });

  it('shows queries that the schema takes', () => {
    const schema = buildSchema(readFileSync(join(projectRoot, 'docs/reference/schema.graphql'), 'utf8'));
    const queries = [...guide.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text = '']) => text);
    expect(queries.length).toBeGreaterThan(6);
    for (const query of queries) expect(validate(schema, parse(query)).map(String), query).toEqual([]);
    expect([...blocksOf('query', guide)].length).toBeGreaterThan(4);
  });

  it('names only codes that somebody gives', () => {
    const sources = codeFiles()
      .filter(({ path }) => !path.includes('.test.') && !path.startsWith('test/'))
      .map(({ text }) => text)
      .join('\n');
    const codes = [...tableOf('codes'), ...tableOf('limits')].map(([code = '']) => code);
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !code.endsWith('…') && !sources.includes(`'${code}'`))).toEqual([]);
  });

  it('tells the limits as they are', () => {
    const { bodyBytes, tokens, depth, aliases, rootFields, directives, duplicateKeys, pageSize, cost } = defaultLimits;
    const { client, unit } = defaultRates;
    const told = [bodyBytes, tokens, depth, aliases, rootFields, directives, duplicateKeys, pageSize, cost].map(String);
    const rates = [client, unit].map(({ perSecond, burst }) => `${perSecond} (${burst})`);
    expect(tableOf('limits').map(([, , most]) => most)).toEqual([...told, ...rates]);
    expect(guide).toContain(`at most ${defaultOverloadPolicy.inFlightPerClient} requests at once`);
  });
});
