import { buildSchema, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { costOf } from './document-cost.ts';
import { argumentNumber, pagesOf } from './page-size.ts';

const schema = buildSchema(`
  type Query { a: Int person: Person people(first: Int = 20): People! list: [Person!]! unsized(first: Int!): People node: Node }
  type People { edges: [Edge!]! totalCount: Int }
  type Edge { node: Person }
  interface Node { id: ID tags: [Tag] }
  type Person implements Node { id: ID name: String tags: [Tag] friends(first: Int): People }
  type Tag { name: String }
`);

function given(text: string, variables: Record<string, unknown> = {}) {
  const document = parse(text);
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  )!;
  return { document, operation, variables };
}

const cost = (text: string, variables: Record<string, unknown> = {}, graph: typeof schema | null = schema) => {
  const asked = given(text, variables);
  return costOf(asked.document, asked, graph);
};

describe('the static cost of an operation', () => {
  it.each([
    ['one for a field', '{ a }', 1],
    ['one for each field', '{ a person { id name } }', 4],
    [
      'a page multiplies what stands below it, its edges do not again',
      '{ people(first: 5) { edges { node { id } } } }',
      16,
    ],
    ['a page without a size has its default', '{ people { edges { node { id } } } }', 61],
    ['a page without a default counts as a hundred', '{ person { friends { totalCount } } }', 102],
    ['a plain list counts as ten', '{ list { id } }', 11],
    ['also through an interface', '{ node { tags { name } } }', 12],
    [
      'pages multiply each other',
      '{ people(first: 10) { edges { node { friends(first: 10) { totalCount } } } } }',
      131,
    ],
    [
      'a fragment costs where it is spread',
      '{ people(first: 5) { ...F } people(first: 5) { ...F } } fragment F on People { totalCount }',
      12,
    ],
    ['an inline fragment changes the type', '{ node { ... on Person { friends { totalCount } } } }', 102],
    ['introspection multiplies nothing', '{ __schema { types { fields { name } } } }', 4],
    ['fields nobody knows count as one', '{ x { y(first: 3) { z } } }', 5],
    ['a page of none is no gift', '{ people(first: 0) { totalCount } }', 2],
    ['nor is a negative one', '{ people(first: -100) { totalCount } }', 2],
  ])('%s', (_name, text, expected) => {
    expect(cost(text)).toBe(expected);
  });

  it('takes sizes from variables and their defaults', () => {
    const text = 'query($n: Int = 7) { people(first: $n) { totalCount } }';
    expect(cost(text, { n: 3 })).toBe(4);
    expect(cost(text)).toBe(8);
  });

  it('still knows pages where no graph is served', () => {
    expect(cost('{ people(first: 5) { edges { node { id } } } }', {}, null)).toBe(16);
  });

  it('is endless for fragments in a circle and quick for those that double each other', () => {
    expect(cost('{ ...A } fragment A on Query { a ...A }')).toBe(Infinity);
    const fragments = Array.from({ length: 900 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`);
    expect(cost(`{ ...F0 } ${fragments.join(' ')} fragment F900 on Query { a }`)).toBeGreaterThan(1e200);
  });

  it('is not fooled by two fragments of one name', () => {
    expect(cost('{ ...A } fragment A on Query { a } fragment A on Query { a a a }')).toBe(1);
  });
});

describe('pages', () => {
  it('are found wherever they are asked for', () => {
    const asked = given('query($n: Int) { a(first: 1) { b(last: $n) } } fragment F on T { c(first: 99999999999) }', {
      n: 2,
    });
    expect(pagesOf(asked.document, asked.operation, asked.variables)).toEqual([
      { field: 'a', argument: 'first', size: 1 },
      { field: 'b', argument: 'last', size: 2 },
      { field: 'c', argument: 'first', size: 99_999_999_999 },
    ]);
  });

  it('have no number where none is given, or text', () => {
    const asked = given('query($n: Int) { a(first: $n, last: null) }', { n: '12' });
    const [field] = asked.operation.selectionSet.selections;
    if (field?.kind !== Kind.FIELD) throw new Error('a field');
    expect([argumentNumber(field, 'first', asked), argumentNumber(field, 'last', asked)]).toEqual([null, null]);
  });
});
