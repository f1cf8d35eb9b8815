import { type FieldDefinitionNode, type InputValueDefinitionNode, Kind, print, type TypeDefinitionNode } from 'graphql';
import {
  directivesOf,
  elementsOf,
  enumsOf,
  fieldedTypesOf,
  fieldsOf,
  type GraphRule,
  inputsOf,
  isEntity,
  namedType,
  ROOT_TYPES,
  type SchemaDocument,
  type SchemaElement,
  type SchemaFinding,
  typesOf,
} from './schema-document.ts';

interface Occurrence {
  readonly schema: SchemaDocument;
  readonly type: TypeDefinitionNode;
}

/**
 * A value type that several subgraphs define is the same in all: members, types, defaults, descriptions.
 * Of an entity or an interface only what several define must agree, since each knows its own part; of a root type its
 * description.
 */
export const sharedShapesAreEqual: GraphRule = (schemas) =>
  [...occurrencesByName(schemas)].flatMap(([name, occurrences]) => {
    const [first, ...others] = occurrences;
    return first ? others.flatMap((other) => differences(name, first, other)) : [];
  });

function occurrencesByName(schemas: readonly SchemaDocument[]): Map<string, Occurrence[]> {
  const byName = new Map<string, Occurrence[]>();
  for (const schema of schemas) {
    for (const type of typesOf(schema)) {
      const list = byName.get(type.name.value) ?? [];
      byName.set(type.name.value, [...list, { schema, type }]);
    }
  }
  return byName;
}

function differences(name: string, first: Occurrence, other: Occurrence): SchemaFinding[] {
  const here = signaturesOf(first, name);
  const there = signaturesOf(other, name);
  const isPartial = [first.type, other.type].some(isEntity) || isInterface(first.type) || ROOT_TYPES.has(name);
  const coordinates = new Set([...here.keys(), ...there.keys()]);
  return [...coordinates]
    .filter((at) => !isPartial || (here.has(at) && there.has(at)))
    .filter((at) => here.get(at) !== there.get(at))
    .map((at) => ({
      rule: 'shared shape',
      subgraph: other.schema.subgraph,
      at,
      message: `differs from ${first.schema.subgraph}: ${there.get(at) ?? 'absent'} ≠ ${here.get(at) ?? 'absent'}`,
    }));
}

function isInterface(type: TypeDefinitionNode): boolean {
  return type.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

/** Signature and description by coordinate, for the type and each member. */
function signaturesOf({ schema, type }: Occurrence, name: string): Map<string, string> {
  const own = elementsOf({ ...schema, document: { ...schema.document, definitions: [type] } });
  return new Map(
    own.map((element) => [element.at, element.at === name ? typeSignature(type) : memberSignature(element)]),
  );
}

function typeSignature(type: TypeDefinitionNode): string {
  return `${type.kind} "${type.description?.value ?? ''}"`;
}

function memberSignature({ node, description }: SchemaElement): string {
  const type = 'type' in node ? `: ${print(node.type)}` : '';
  const fallback = 'defaultValue' in node && node.defaultValue ? ` = ${print(node.defaultValue)}` : '';
  const deprecated = directivesOf(node, 'deprecated').map((directive) => ` ${print(directive)}`);
  return `${type}${fallback}${deprecated.join('')} "${description ?? ''}"`;
}

/** An enum that two subgraphs share is read or written, not both: a value added by one would break the other. */
export const sharedEnumsGoOneWay: GraphRule = (schemas) => {
  const written = new Set(schemas.flatMap(writtenTypes));
  const read = new Set(schemas.flatMap(readTypes));
  return [...occurrencesByName(schemas)]
    .filter(([name, occurrences]) => occurrences.length > 1 && written.has(name) && read.has(name))
    .flatMap(([name, occurrences]) =>
      occurrences
        .filter(({ schema }) => enumsOf(schema).some((type) => type.name.value === name))
        .map(({ schema }) => ({
          rule: 'shared enum',
          subgraph: schema.subgraph,
          at: name,
          message: 'an enum of several subgraphs is input or output, not both',
        })),
    );
};

function writtenTypes(schema: SchemaDocument): string[] {
  const args = allFields(schema).flatMap((field) => field.arguments ?? []);
  const inputFields: readonly InputValueDefinitionNode[] = inputsOf(schema).flatMap((type) => type.fields ?? []);
  return [...args, ...inputFields].map((value) => namedType(value.type));
}

function readTypes(schema: SchemaDocument): string[] {
  return allFields(schema).map((field) => namedType(field.type));
}

function allFields(schema: SchemaDocument): FieldDefinitionNode[] {
  return fieldedTypesOf(schema).flatMap(fieldsOf);
}
