import { printSubgraphSchema } from '@apollo/subgraph';
import { composeServices } from '@theguild/federation-composition';
import { buildSchema, type GraphQLSchema, isObjectType, parse } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { schemaForPrinting } from './subgraph.ts';

/** What `evaluation` has to say about the types both speak of. */
const EVALUATION = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
  type Query { indicators: [Indicator!] framework(code: String!): Framework }
  type Framework @key(fields: "code") { code: ID! title: String! }
  type Indicator @key(fields: "id") {
    id: ID!
    key: String! @shareable
    code: String! @shareable
    name: String
    leadUnit: MemberUnit
  }
  type MemberUnit @key(fields: "code", resolvable: false) { code: ID! }
`;

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await schemaForPrinting();
});

describe('the schema of the hub', () => {
  it('composes with the evaluation, which adds its fields to the same indicator', () => {
    const composed = composeServices([
      { name: 'hub', url: 'http://hub', typeDefs: parse(printSubgraphSchema(schema)) },
      { name: 'evaluation', url: 'http://evaluation', typeDefs: parse(EVALUATION) },
    ]);
    expect(composed.errors ?? []).toEqual([]);
    const indicator = buildSchema(composed.publicSdl ?? '').getType('Indicator');
    const fields = isObjectType(indicator) ? Object.values(indicator.getFields()) : [];
    expect(fields.map(({ name, type }) => `${name}: ${type}`).sort()).toEqual([
      'code: String!',
      'id: ID!',
      'key: String!',
      'leadUnit: MemberUnit',
      'name: String',
    ]);
  });

  it('lets nothing of its own null what others answer', () => {
    const fields = schema.getQueryType()?.getFields() ?? {};
    for (const field of Object.values(fields)) {
      if (!field.name.startsWith('_')) expect(String(field.type), field.name).not.toMatch(/!$/);
    }
  });
});
