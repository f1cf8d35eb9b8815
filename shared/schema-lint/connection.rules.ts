import { type FieldDefinitionNode, Kind, type TypeNode } from 'graphql';
import {
  type FieldedType,
  fieldedTypesOf,
  fieldsOf,
  namedType,
  type SchemaDocument,
  type SchemaFinding,
  type SchemaRule,
} from './schema-document.ts';

/** A list that can grow is a Relay connection, asked for in pages. */
export const listsThatGrowAreConnections: SchemaRule = (schema) =>
  fieldedTypesOf(schema).flatMap((type) => fieldsOf(type).flatMap((field) => pagingFaults(schema, type, field)));

function pagingFaults(schema: SchemaDocument, type: FieldedType, field: FieldDefinitionNode): SchemaFinding[] {
  const at = `${type.name.value}.${field.name.value}`;
  const args = new Set((field.arguments ?? []).map((argument) => argument.name.value));
  const answer = namedType(field.type);
  if (answer.endsWith('Connection')) {
    return args.has('first') && args.has('after')
      ? []
      : [finding(schema, at, 'a connection is asked for by first and after')];
  }
  // A page of a change feed is read on to its end and has no total.
  if (!args.has('first') || answer.endsWith('Page')) return [];
  return [finding(schema, at, 'what is asked for by first is a connection')];
}

/** `XConnection { edges pageInfo totalCount }` and `XEdge { cursor node }`, nothing left out. */
export const connectionsFollowRelay: SchemaRule = (schema) =>
  fieldedTypesOf(schema).flatMap((type) => {
    const name = type.name.value;
    const wanted = name.endsWith('Connection') ? ['edges', 'pageInfo', 'totalCount'] : edgeFields(name);
    const present = new Set(fieldsOf(type).map((field) => field.name.value));
    return wanted
      .filter((field) => !present.has(field))
      .map((field) => finding(schema, name, `the Relay specification asks for ${field}`));
  });

function edgeFields(name: string): string[] {
  return name.endsWith('Edge') ? ['cursor', 'node'] : [];
}

/** `[X!]`: a list never holds a hole. */
export const listsHoldNoHoles: SchemaRule = (schema) =>
  fieldedTypesOf(schema).flatMap((type) =>
    fieldsOf(type)
      .filter((field) => holdsHoles(field.type))
      .map((field) => finding(schema, `${type.name.value}.${field.name.value}`, 'the items of a list are non-null')),
  );

function holdsHoles(type: TypeNode): boolean {
  if (type.kind === Kind.NAMED_TYPE) return false;
  if (type.kind === Kind.NON_NULL_TYPE) return holdsHoles(type.type);
  return type.type.kind !== Kind.NON_NULL_TYPE || holdsHoles(type.type);
}

function finding({ subgraph }: SchemaDocument, at: string, message: string): SchemaFinding {
  return { rule: 'connection', subgraph, at, message };
}
