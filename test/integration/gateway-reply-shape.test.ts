import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildASTSchema,
  execute,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileReplyCheck } from '../../gateway/resilience/reply-shape.ts';
import { readGraphTypes } from '../../gateway/resilience/subgraph-types.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import { SEED, seeded } from '../faults/fault-row.ts';
import { pick, upTo } from '../testkit/seeded-random.ts';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const graph = readGraphTypes(read('gateway/supergraph/supergraph.graphql'));
const random = seeded();

/** Documents as the planner sends them: entities, aliases, interfaces, fragments, conditions. */
const DOCUMENTS: readonly [subgraph: string, document: string, entities?: readonly string[]][] = [
  [
    'evaluation',
    `query ($skip: Boolean!) { s: subject(code: "1") { __typename code name kind evaluation(year: 2025) { score { value isComplete }
      indicators(first: 3) { totalCount pageInfo { hasNextPage } edges { node { indicator { key name } status
        evidence { value state receivedAt source { __typename ... on HrssObservation { hrss: reference } ... on Observation { reference } } } } } }
      missing { measures { code } } } ... @skip(if: $skip) { validFrom } isDemo @include(if: true) } }`,
  ],
  [
    'hrss',
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename
      ... on Subject { hrss(period: "2025") { observations(first: 3) { totalCount edges { cursor node { ...whole } } } } }
      ... on HrssObservation { ...whole } } }
    fragment whole on HrssObservation { id value state revision measure { code } period { code } dimensions { key code } }`,
    ['Subject', 'HrssObservation'],
  ],
  [
    'union',
    `query ($a: [_Any!]!, $b: [_Any!]!) { _e0: _entities(representations: $a) { ... on Subject { tradeUnion { observations { totalCount } } } }
      _e1: _entities(representations: $b) { ... on TradeUnionObservation { id state } } }`,
    ['Subject', 'TradeUnionObservation'],
  ],
];

/** A value as a subgraph could give it: often null where that is allowed. */
function made(type: GraphQLOutputType, schema: GraphQLSchema): unknown {
  if (isNonNullType(type)) return present(type.ofType, schema);
  return random() < 0.2 ? null : present(type, schema);
}

function present(type: GraphQLOutputType, schema: GraphQLSchema): unknown {
  if (isNonNullType(type)) return present(type.ofType, schema);
  if (isListType(type)) return Array.from({ length: upTo(random, 4) }, () => made(type.ofType, schema));
  if (isEnumType(type)) return pick(random, type.getValues()).value;
  if (isAbstractType(type)) return { __typename: pick(random, schema.getPossibleTypes(type)).name };
  if (isObjectType(type)) return { __typename: type.name };
  return { Boolean: true, Int: 7, Float: 1.5 }[type.name as 'Int'] ?? 'text';
}

function replyOf(subgraph: string, document: string, variables: Record<string, unknown>): Promise<unknown> {
  const federation = `scalar _Any scalar _FieldSet union _Entity = ${[...entitiesOf(subgraph)].join(' | ')}
    extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`;
  const schema = buildASTSchema(parse(`${read(`subgraphs/${subgraph}/schema.graphql`)}\n${federation}`), {
    assumeValidSDL: true,
  });
  expect(validate(schema, parse(document))).toEqual([]);
  return Promise.resolve(
    execute({
      schema,
      document: parse(document),
      variableValues: variables,
      fieldResolver: (_source, args, _context, info) =>
        info.fieldName === '_entities'
          ? args.representations.map((one: object) => (random() < 0.1 ? null : one))
          : made(info.returnType, schema),
    }),
  ).then(({ data, errors }) => {
    expect(errors).toBeUndefined();
    return JSON.parse(JSON.stringify(data));
  });
}

function entitiesOf(subgraph: string): Set<string> {
  return new Set(DOCUMENTS.filter(([name]) => name === subgraph).flatMap(([, , entities]) => entities ?? ['Subject']));
}

const representations = (types: readonly string[] = []) =>
  Array.from({ length: 4 }, () => ({ __typename: pick(random, types), id: '1' }));

/** A place in a reply, with how to put something else there. */
interface Place {
  readonly value: unknown;
  put(value: unknown): void;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [
    { value: holder[key], put: (other: unknown) => Object.assign(holder, { [key]: other }) },
    ...placesIn(holder[key]),
  ]);
}

/** Something that cannot be meant at this place. */
function wrong(value: unknown): unknown {
  if (Array.isArray(value)) return pick(random, ['secret', 7, { any: 'secret' }]);
  if (typeof value !== 'object' || value === null) return pick(random, [['secret'], { any: 'secret' }]);
  const [first = ''] = Object.keys(value);
  const { [first]: _left, ...rest } = value as Record<string, unknown>;
  return pick(random, ['secret', [value], { ...value, more: 'secret' }, rest, true]);
}

describe(`replies held against what was asked (seed ${SEED})`, () => {
  it.each(DOCUMENTS)(
    'of %s: a right one is taken, one wrong place in it is found',
    async (subgraph, text, entities) => {
      const types = graph.subgraphs.get(subgraph);
      if (!types) throw new Error(`no subgraph ${subgraph}`);
      const check = compileReplyCheck(parse(text), types, graph);
      const [first, second] = entities ?? [];
      const variablesOf = () => ({
        skip: random() < 0.5,
        representations: representations(entities),
        a: representations([first ?? '']),
        b: representations([second ?? '']),
      });
      for (let run = 0; run < 100; run += 1) {
        const variables = variablesOf();
        const reply = await replyOf(subgraph, text, variables);
        expect(check(reply, variables)).toBeNull();
        const places = placesIn(reply).filter(({ value }) => value !== null || random() < 0.2);
        if (places.length === 0) continue;
        const place = pick(random, places);
        const bad = wrong(place.value);
        place.put(bad);
        const fault = check(reply, variables);
        expect(fault, `${JSON.stringify(bad)} in ${JSON.stringify(reply)}`).not.toBeNull();
        expect(fault).not.toContain('secret');
      }
    },
  );

  it('says where, and leaves alone what the graph does not know', () => {
    const types = graph.subgraphs.get('evaluation');
    if (!types) throw new Error('no subgraph');
    const check = compileReplyCheck(parse('{ subject(code: "1") { code kind newer { any } } }'), types, graph);
    const reply = (kind: unknown) => ({ subject: { code: '1', kind, newer: { any: ['thing'] } } });
    expect(check(reply('DISTRICT'), {})).toBeNull();
    expect(check(reply('NO_SUCH_KIND'), {})).toBe('subject kind is no SubjectKind');
    expect(check({ subject: { code: null, kind: null, newer: null } }, {})).toBe('subject code is no text');
    expect(check({}, {})).toBe('subject is missing');
  });
});
