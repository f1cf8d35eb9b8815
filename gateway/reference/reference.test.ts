import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';
import { exampleOf } from './example-operation.ts';
import { rootFields } from './graph.ts';
import { typesByName } from './html.ts';
import { readGraph } from './read-graph.ts';
import { referenceFiles } from './reference-files.ts';

const supergraph = readFileSync(join(projectRoot, 'gateway/supergraph/supergraph.graphql'), 'utf8');
const files = referenceFiles(supergraph);
const pages = [...files].filter(([name]) => name.endsWith('.html'));

/** Two subgraphs, one shared type, one field that is no client's business. */
const SMALL = `
enum join__Graph { A @join__graph(name: "alpha", url: "x") B @join__graph(name: "beta", url: "y") }
directive @join__type(graph: join__Graph!) repeatable on OBJECT | ENUM
directive @join__field(graph: join__Graph!) repeatable on FIELD_DEFINITION
directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
directive @inaccessible on FIELD_DEFINITION
"""入口"""
type Query @join__type(graph: A) @join__type(graph: B) {
  """<甲> & 乙"""
  things(first: Int = 5, kind: Kind!): [Thing!]! @join__field(graph: A) @requiresScopes(scopes: [["catalogue:read"]])
  old: String @join__field(graph: B) @deprecated(reason: "改用 things")
}
type Thing @join__type(graph: A) @join__type(graph: B) {
  id: ID!
  hidden: ID @inaccessible
  ofBeta: String @join__field(graph: B)
}
"""种类"""
enum Kind @join__type(graph: A) { """大""" LARGE }
`;

describe('the reading of the composed graph', () => {
  const graph = readGraph(SMALL);
  const [query, thing] = ['Query', 'Thing'].map((name) => graph.types.find((type) => type.name === name));

  it('knows whose a field is, who may ask for it and what has replaced it', () => {
    expect(graph.owners).toEqual(['alpha', 'beta']);
    expect(graph.types.map(({ name }) => name)).toEqual(['Kind', 'Query', 'Thing']);
    expect(query?.fields).toMatchObject([
      { name: 'things', owners: ['alpha'], actions: ['catalogue:read'], deprecated: null },
      { name: 'old', owners: ['beta'], actions: [], deprecated: '改用 things' },
    ]);
    expect(query?.fields[0]?.args).toMatchObject([
      { name: 'first', defaultValue: '5', type: { text: 'Int', isRequired: false } },
      { name: 'kind', defaultValue: null, type: { text: 'Kind!', name: 'Kind', isRequired: true } },
    ]);
  });

  it('leaves out what is kept from clients', () => {
    expect(thing?.fields.map(({ name, owners }) => [name, owners])).toEqual([
      ['id', ['alpha', 'beta']],
      ['ofBeta', ['beta']],
    ]);
  });

  it('shows text as text, roles of the permission, sizes of pages and an example', () => {
    const page = referenceFiles(SMALL).get('queries.html') ?? '';
    expect(page).toContain('&lt;甲&gt; &amp; 乙');
    expect(page).toContain('<code>catalogue:read</code>');
    expect(page).toContain('<code>integrator</code>');
    expect(page).toContain('5 unless asked, at most 500');
    expect(page).toContain('query Things($kind: Kind!) {\n  things(kind: $kind) {\n    id ofBeta\n  }\n}');
    expect(page).toContain('Deprecated: 改用 things');
  });
});

describe('the reference', () => {
  it('gives every query and mutation an example that the schema takes', () => {
    const graph = readGraph(supergraph);
    const schema = buildSchema(files.get('schema.graphql') ?? '');
    const types = typesByName(graph);
    const examples = (['Query', 'Mutation'] as const).flatMap((root) =>
      rootFields(graph, root).map((field) => exampleOf(root, field, types)),
    );
    expect(examples.length).toBeGreaterThan(100);
    for (const example of examples) expect(validate(schema, parse(example)).map(String), example).toEqual([]);
  });

  it('names the permission of every query and mutation', () => {
    for (const name of ['queries.html', 'mutations.html']) {
      const articles = (files.get(name) ?? '').split('<article ').slice(1);
      expect(articles.length).toBeGreaterThan(40);
      expect(articles.filter((article) => !article.includes('<dt>Permission</dt>'))).toEqual([]);
    }
  });

  it('links to places that are there', () => {
    const places = new Set(
      pages.flatMap(([name, text]) => [name, ...[...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => `${name}#${id}`)]),
    );
    for (const name of [...files.keys(), 'reference.css', 'search.js']) places.add(name);
    const broken = pages.flatMap(([name, text]) =>
      [...text.matchAll(/(?:href|src)="([^"]+)"/g)]
        .map(([, target = '']) => (target.startsWith('#') ? `${name}${target}` : target))
        .filter((target) => !places.has(target)),
    );
    expect(broken).toEqual([]);
  });

  it('needs no network and no script in its pages', () => {
    const text = pages.map(([, page]) => page).join('\n');
    expect(text).not.toMatch(/https?:\/\//);
    expect(text).not.toMatch(/<script(?! src=)|<style| style=| on[a-z]+="/);
  });

  it('stays small enough to be kept beside the code', () => {
    const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(bytes).toBeLessThan(3_000_000);
  });
});
