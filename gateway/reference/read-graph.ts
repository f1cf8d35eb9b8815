import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  print,
  type StringValueNode,
  type TypeDefinitionNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import type { Graph, GraphArgument, GraphField, GraphType, GraphTypeKind, GraphTypeRef, GraphValue } from './graph.ts';
import { isOfFederation } from './public-schema.ts';

const KINDS: Readonly<Record<TypeDefinitionNode['kind'], GraphTypeKind>> = {
  [Kind.OBJECT_TYPE_DEFINITION]: 'object',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'interface',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'input',
  [Kind.ENUM_TYPE_DEFINITION]: 'enum',
  [Kind.SCALAR_TYPE_DEFINITION]: 'scalar',
  [Kind.UNION_TYPE_DEFINITION]: 'union',
};

type Described = { readonly description?: StringValueNode; readonly directives?: readonly ConstDirectiveNode[] };
/** Name of a subgraph by its name in the supergraph's enum. */
type Names = ReadonlyMap<string, string>;

/** Reads the composed graph: owners from the join directives, actions from the scopes. */
export function readGraph(supergraph: string): Graph {
  const document = parse(supergraph);
  const names = namesOfSubgraphs(document);
  const types = document.definitions
    .filter(isTypeDefinition)
    .filter(({ name }) => !isOfFederation(name.value))
    .map((node) => toType(node, names))
    .sort(byName);
  return { owners: [...names.values()].sort(), types };
}

function isTypeDefinition(node: DefinitionNode): node is TypeDefinitionNode {
  return node.kind in KINDS;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

function namesOfSubgraphs({ definitions }: DocumentNode): Names {
  const graphs = definitions.find((node) => isTypeDefinition(node) && node.name.value === 'join__Graph');
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return new Map();
  return new Map(
    graphs.values?.map((value) => [value.name.value, textArgument(value, 'join__graph', 'name') ?? value.name.value]),
  );
}

function toType(node: TypeDefinitionNode, names: Names): GraphType {
  const owners = ownersOf(node, 'join__type', names);
  return {
    name: node.name.value,
    kind: KINDS[node.kind],
    description: node.description?.value.trim() ?? '',
    owners,
    interfaces: 'interfaces' in node ? (node.interfaces ?? []).map(({ name }) => name.value).sort() : [],
    fields: 'fields' in node ? (node.fields ?? []).filter(isPublic).map((field) => toField(field, owners, names)) : [],
    values: valuesOf(node),
  };
}

function isPublic({ directives }: Described): boolean {
  return directives?.every(({ name }) => name.value !== 'inaccessible') ?? true;
}

function valuesOf(node: TypeDefinitionNode): GraphValue[] {
  if (node.kind === Kind.ENUM_TYPE_DEFINITION)
    return (node.values ?? []).map((value) => toValue(value.name.value, value));
  if (node.kind === Kind.UNION_TYPE_DEFINITION) return (node.types ?? []).map(({ name }) => toValue(name.value, {}));
  return [];
}

function toValue(name: string, node: Described): GraphValue {
  const isDeprecated = node.directives?.some((directive) => directive.name.value === 'deprecated') === true;
  return {
    name,
    description: node.description?.value.trim() ?? '',
    deprecated: isDeprecated ? (textArgument(node, 'deprecated', 'reason') ?? '') : null,
  };
}

function toField(
  node: FieldDefinitionNode | InputValueDefinitionNode,
  ofType: readonly string[],
  names: Names,
): GraphField {
  const owners = ownersOf(node, 'join__field', names);
  return {
    ...toValue(node.name.value, node),
    owners: owners.length === 0 ? ofType : owners,
    type: toTypeRef(node.type),
    args: node.kind === Kind.FIELD_DEFINITION ? (node.arguments ?? []).map(toArgument) : [],
    defaultValue: node.kind === Kind.INPUT_VALUE_DEFINITION && node.defaultValue ? print(node.defaultValue) : null,
    actions: actionsOf(node),
  };
}

function toArgument(node: InputValueDefinitionNode): GraphArgument {
  return {
    name: node.name.value,
    description: node.description?.value.trim() ?? '',
    type: toTypeRef(node.type),
    defaultValue: node.defaultValue ? print(node.defaultValue) : null,
  };
}

function toTypeRef(type: TypeNode): GraphTypeRef {
  let inner = type;
  while (inner.kind !== Kind.NAMED_TYPE) inner = inner.type;
  return { text: print(type), name: inner.name.value, isRequired: type.kind === Kind.NON_NULL_TYPE };
}

function ownersOf(node: Described, directive: string, names: Names): string[] {
  const graphs = (node.directives ?? [])
    .filter(({ name }) => name.value === directive)
    .map((join) => join.arguments?.find(({ name }) => name.value === 'graph')?.value)
    .flatMap((value) => (value?.kind === Kind.ENUM ? [names.get(value.value) ?? value.value] : []));
  return [...new Set(graphs)].sort();
}

function actionsOf({ directives }: Described): string[] {
  const scopes = directives?.find(({ name }) => name.value === 'requiresScopes')?.arguments?.[0];
  const lists: unknown = scopes ? valueFromASTUntyped(scopes.value) : [];
  return Array.isArray(lists) ? lists.flat(2).map(String) : [];
}

function textArgument({ directives }: Described, directive: string, argument: string): string | null {
  const found = directives
    ?.find(({ name }) => name.value === directive)
    ?.arguments?.find(({ name }) => name.value === argument)?.value;
  return found?.kind === Kind.STRING ? found.value : null;
}
