import type {
  ASTNode,
  DirectiveNode,
  DocumentNode,
  EnumTypeDefinitionNode,
  FieldDefinitionNode,
  InputObjectTypeDefinitionNode,
  InputValueDefinitionNode,
  InterfaceTypeDefinitionNode,
  ObjectTypeDefinitionNode,
  TypeDefinitionNode,
  TypeNode,
} from 'graphql';
import { isTypeDefinitionNode, Kind } from 'graphql';

/** The schema of one subgraph as it is printed, or the composed one under the name of the gateway. */
export interface SchemaDocument {
  readonly subgraph: string;
  readonly document: DocumentNode;
}

/** One breach of a rule, at a schema coordinate such as `Subject.evaluation(year:)`. */
export interface SchemaFinding {
  readonly rule: string;
  readonly subgraph: string;
  readonly at: string;
  readonly message: string;
}

/** A rule over one schema. */
export type SchemaRule = (schema: SchemaDocument) => SchemaFinding[];

/** A rule over all subgraphs of a graph. */
export type GraphRule = (schemas: readonly SchemaDocument[]) => SchemaFinding[];

/** A type that has output fields. */
export type FieldedType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export const ROOT_TYPES: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** What composition and federation add: not ours to describe or to name. */
const MACHINERY = /^(_|join__|link__|core__|federation__|requiresScopes__)/;

/** The type definitions of a schema, without those of the federation machinery. */
export function typesOf({ document }: SchemaDocument): TypeDefinitionNode[] {
  return document.definitions.filter(isTypeDefinitionNode).filter((type) => !MACHINERY.test(type.name.value));
}

export function fieldedTypesOf(schema: SchemaDocument): FieldedType[] {
  return typesOf(schema).filter((type) => isFielded(type));
}

export function inputsOf(schema: SchemaDocument): InputObjectTypeDefinitionNode[] {
  return typesOf(schema).filter((type) => type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION);
}

export function enumsOf(schema: SchemaDocument): EnumTypeDefinitionNode[] {
  return typesOf(schema).filter((type) => type.kind === Kind.ENUM_TYPE_DEFINITION);
}

export function isFielded(type: TypeDefinitionNode): type is FieldedType {
  return type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

/** The fields of a type, without `_service` and `_entities`. */
export function fieldsOf(type: FieldedType): FieldDefinitionNode[] {
  return (type.fields ?? []).filter((field) => !field.name.value.startsWith('_'));
}

/** Name of the innermost type: `[Subject!]!` → `Subject`. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

export function isRequired(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE;
}

/** All directives of a name on a node. */
export function directivesOf(
  node: { readonly directives?: readonly DirectiveNode[] | undefined },
  name: string,
): DirectiveNode[] {
  return (node.directives ?? []).filter((directive) => directive.name.value === name);
}

/** An argument of a directive as text; null where absent or of another kind. */
export function textArgument(directive: DirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}

/** Names of the top fields of all `@key`s of a type. */
export function keyFieldsOf(type: FieldedType): ReadonlySet<string> {
  const keys = directivesOf(type, 'key').map((key) => textArgument(key, 'fields') ?? '');
  return new Set(
    keys.flatMap((fields) => fields.replace(/\{[^}]*\}/g, ' ').split(/\s+/)).filter((name) => name !== ''),
  );
}

export function isEntity(type: TypeDefinitionNode): type is FieldedType {
  return isFielded(type) && directivesOf(type, 'key').length > 0;
}

/** Anything that can carry a description. */
export interface SchemaElement {
  readonly at: string;
  readonly kind: 'type' | 'field' | 'argument' | 'input field' | 'enum value';
  readonly name: string;
  readonly description: string | null;
  readonly node: ASTNode & { readonly directives?: readonly DirectiveNode[] | undefined };
}

/** Every type, field, argument, input field and enum value, in the order of the document. */
export function elementsOf(schema: SchemaDocument): SchemaElement[] {
  return typesOf(schema).flatMap((type) => [element(type.name.value, 'type', type), ...membersOf(type)]);
}

function membersOf(type: TypeDefinitionNode): SchemaElement[] {
  const owner = type.name.value;
  if (isFielded(type)) return fieldsOf(type).flatMap((field) => fieldElements(owner, field));
  if (type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
    return (type.fields ?? []).map((field) => element(`${owner}.${field.name.value}`, 'input field', field));
  }
  if (type.kind !== Kind.ENUM_TYPE_DEFINITION) return [];
  return (type.values ?? []).map((value) => element(`${owner}.${value.name.value}`, 'enum value', value));
}

function fieldElements(owner: string, field: FieldDefinitionNode): SchemaElement[] {
  const at = `${owner}.${field.name.value}`;
  const args: readonly InputValueDefinitionNode[] = field.arguments ?? [];
  return [
    element(at, 'field', field),
    ...args.map((argument) => element(`${at}(${argument.name.value}:)`, 'argument', argument)),
  ];
}

type Describable = SchemaElement['node'] & {
  readonly name: { readonly value: string };
  readonly description?: { readonly value: string } | undefined;
};

function element(at: string, kind: SchemaElement['kind'], node: Describable): SchemaElement {
  return { at, kind, name: node.name.value, description: node.description?.value ?? null, node };
}
