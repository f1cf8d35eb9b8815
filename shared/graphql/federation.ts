import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { parse, type GraphQLResolveInfo, type GraphQLSchema, type GraphQLTypeResolver, isAbstractType } from 'graphql';
import { buildSchema, createResolversMap, type BuildSchemaOptions } from 'type-graphql';
import type { SubgraphContext } from './context.ts';
import { DateTimeScalar } from './scalars.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@tag", "@inaccessible", "@requiresScopes"])';

/** Answers one representation of an entity; null where it does not exist. Called once per entity: batch by a loader. */
export type ReferenceResolver = (
  reference: Record<string, unknown>,
  context: SubgraphContext,
  info: GraphQLResolveInfo,
) => unknown;

/** What a subgraph is made of. */
export interface SubgraphDefinition {
  readonly resolvers: BuildSchemaOptions['resolvers'];
  /** Types reached through interfaces or references only. */
  readonly orphanedTypes?: BuildSchemaOptions['orphanedTypes'];
  /** Reference resolvers by the name of the entity type. */
  readonly references?: Readonly<Record<string, ReferenceResolver>>;
}

/** Builds the executable federation schema of a subgraph from its type-graphql classes. */
export async function buildSubgraph(definition: SubgraphDefinition): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: definition.resolvers,
    orphanedTypes: definition.orphanedTypes ?? [],
    validate: false,
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    skipCheck: true,
  });
  const resolvers: Record<string, unknown> = createResolversMap(schema);
  for (const [type, resolve] of Object.entries(definition.references ?? {})) {
    resolvers[type] = { ...asRecord(resolvers[type]), __resolveReference: withTypename(type, resolve) };
  }
  for (const [name, type] of Object.entries(schema.getTypeMap())) {
    if (!isAbstractType(type) || !type.resolveType) continue;
    resolvers[name] = { ...asRecord(resolvers[name]), __resolveType: nameFirst(type.resolveType) };
  }
  const typeDefs = parse(`${LINK}\n${describeRoots(printSchemaWithDirectives(schema))}`);
  // The array form: the object form is refused by later versions of the library.
  // biome-ignore lint/nursery/noUnsafeTypeAssertion: the two libraries describe one resolver map in types that do not meet
  return buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
}

const ROOT_DESCRIPTIONS = { Query: '读取入口', Mutation: '办理入口：报送、记录等会改变数据的操作' } as const;

/** Root types get no description from type-graphql; the graph describes everything. */
function describeRoots(sdl: string): string {
  return Object.entries(ROOT_DESCRIPTIONS).reduce(
    (text, [name, description]) =>
      text.replace(new RegExp(`^type ${name}\\b`, 'm'), `"""${description}"""\ntype ${name}`),
    sdl,
  );
}

/** Entities reached through interfaces need their type name on the value. */
function withTypename(type: string, resolve: ReferenceResolver): ReferenceResolver {
  return async (reference, context, info) => {
    const value = await resolve(reference, context, info);
    if (value !== null && typeof value === 'object' && !('__typename' in value)) {
      return Object.assign(Object.create(Object.getPrototypeOf(value)), value, { __typename: type });
    }
    return value;
  };
}

/**
 * The type a value itself names, at once. type-graphql asks behind a promise, and a promise at a leaf makes one of every
 * list and object above it: an evaluation has seven hundred such leaves.
 */
function nameFirst<S, C>(resolve: GraphQLTypeResolver<S, C>): GraphQLTypeResolver<S, C> {
  return (value, context, info, type) => {
    const { __typename: name }: { __typename?: unknown } = asRecord(value);
    return typeof name === 'string' ? name : resolve(value, context, info, type);
  };
}

function asRecord(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
