import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, coerceInputValue, type GraphQLInputObjectType, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';

const guide = readFileSync(join(projectRoot, 'docs/guides/evaluation.md'), 'utf8');
const blocksOf = (language: string): string[] =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);
const sdl = readFileSync(join(projectRoot, 'subgraphs/evaluation/schema.graphql'), 'utf8');
const schema = buildASTSchema(parse(sdl), { assumeValidSDL: true });

describe('the guide of results', () => {
  it('shows examples that the schema takes', () => {
    const examples = blocksOf('graphql');
    for (const field of ['asOf:', 'evaluationDiff(', 'whatIf(', 'sensitivity'])
      expect(examples.some((example) => example.includes(field))).toBe(true);
    for (const example of examples) expect(validate(schema, parse(example)).map(String), example).toEqual([]);
  });

  it('shows an assumption that the schema takes', () => {
    const type = schema.getType('WhatIfInput') as GraphQLInputObjectType;
    const [variables = '{}'] = blocksOf('json');
    const faults: string[] = [];
    coerceInputValue(JSON.parse(variables).input, type, (path, _value, error) => faults.push(`${path}: ${error}`));
    expect(faults).toEqual([]);
  });

  it('names every reason for which a value changes', () => {
    const [, members = ''] = /enum ValueChangeReason \{([\s\S]*?)\n\}/.exec(sdl) ?? [];
    const reasons = members.match(/^ {2}[A-Z]+$/gm)?.map((reason) => reason.trim()) ?? [];
    expect(reasons.length).toBeGreaterThan(3);
    expect(reasons.filter((reason) => !guide.includes(`\`${reason}\``))).toEqual([]);
  });
});
