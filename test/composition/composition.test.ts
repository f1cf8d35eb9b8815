import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeSupergraph, type SubgraphSdl } from '../../gateway/supergraph/compose.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import { fieldedTypesOf, fieldsOf } from '../../shared/schema-lint/schema-document.ts';
import { committedDocuments, committedSchemas } from '../schema/committed-schemas.ts';

function committed(): SubgraphSdl[] {
  return [...committedSchemas()].map(([name, sdl]) => ({ name, sdl }));
}

describe('composition of the committed schemas', () => {
  it('gives the committed supergraph, in whatever order they come', () => {
    const supergraph = readFileSync(join(projectRoot, 'gateway/supergraph/supergraph.graphql'), 'utf8');
    expect(committed().length).toBeGreaterThanOrEqual(6);
    expect(composeSupergraph(committed())).toEqual({ ok: true, value: supergraph });
    expect(composeSupergraph(committed().reverse())).toEqual({ ok: true, value: supergraph });
  });

  it('asks each root field of one subgraph only', () => {
    const fields = committedDocuments().flatMap((schema) =>
      fieldedTypesOf(schema)
        .filter(({ name }) => name.value === 'Query' || name.value === 'Mutation')
        .flatMap((type) => fieldsOf(type).map((field) => `${type.name.value}.${field.name.value}`)),
    );
    expect(fields.length).toBeGreaterThan(10);
    expect(fields.filter((field, index) => fields.indexOf(field) !== index)).toEqual([]);
  });

  it('names the subgraph whose schema cannot be read', () => {
    const composed = composeSupergraph([{ name: 'broken', sdl: 'type Query {' }]);
    expect(composed.ok ? '' : composed.error.join()).toContain('broken');
  });

  it('says which subgraphs claim the same root field', () => {
    const sdl =
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type Query { subject: Int }';
    const composed = composeSupergraph([
      { name: 'one', sdl },
      { name: 'two', sdl },
    ]);
    expect(composed.ok ? '' : composed.error.join()).toMatch(/Query\.subject.*one.*two/);
  });
});
