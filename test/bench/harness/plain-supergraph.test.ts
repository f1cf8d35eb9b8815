import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, parse } from 'graphql';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../shared/config/project-root.ts';
import { withoutSecurity } from './plain-supergraph.ts';

it('takes the scopes out of the shipped graph and nothing else', () => {
  const shipped = readFileSync(join(projectRoot, 'gateway/supergraph/supergraph.graphql'), 'utf8');
  const plain = withoutSecurity(shipped);
  expect(shipped).toContain('@requiresScopes');
  expect(plain).not.toMatch(/requiresScopes/);
  const fieldsOf = (sdl: string) => Object.keys(buildASTSchema(parse(sdl)).getQueryType()?.getFields() ?? {});
  expect(fieldsOf(plain)).toEqual(fieldsOf(shipped));
  expect(plain).toContain('join/v0.5');
});
