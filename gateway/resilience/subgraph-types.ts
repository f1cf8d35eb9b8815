import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type OperationTypeNode,
  parse,
  parseType,
  type TypeNode,
  type UnionTypeDefinitionNode,
} from 'graphql';

/** What a subgraph has promised about its own types, as far as replies can be held to it. */
export class SubgraphTypes {
  /** `Type.field` with the type this subgraph gives it. */
  readonly fields = new Map<string, TypeNode>();
  /** Interfaces and unions, with the object types they may be here. */
  readonly abstracts = new Map<string, Set<string>>();
}

/** A supergraph, read for what each of its subgraphs may answer. */
export interface GraphTypes {
  readonly subgraphs: ReadonlyMap<string, SubgraphTypes>;
  readonly enums: ReadonlyMap<string, ReadonlySet<string>>;
  readonly roots: Readonly<Partial<Record<OperationTypeNode, string>>>;
}

/** Reads the types of every subgraph out of the `@join__…` directives of a supergraph. */
export function readGraphTypes(supergraph: string): GraphTypes {
  const { definitions } = parse(supergraph, { noLocation: true });
  const byGraph = new Map<string, SubgraphTypes>();
  const subgraphs = new Map<string, SubgraphTypes>();
  for (const [graph, name] of namesOfGraphs(definitions)) {
    const types = new SubgraphTypes();
    byGraph.set(graph, types);
    subgraphs.set(name, types);
  }
  const enums = new Map<string, Set<string>>();
  for (const definition of definitions) {
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION)
      enums.set(definition.name.value, new Set(definition.values?.map(({ name }) => name.value)));
    if (isComposite(definition)) readType(definition, byGraph);
  }
  return { subgraphs, enums, roots: rootsOf(definitions) };
}

/** `HRSS` → `hrss`. */
function namesOfGraphs(definitions: readonly DefinitionNode[]): [string, string][] {
  const graphs = definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return [];
  return (graphs.values ?? []).flatMap(({ name, directives }) =>
    named(directives, 'join__graph').map((join): [string, string] => [
      name.value,
      argument(join, 'name') ?? name.value,
    ]),
  );
}

function rootsOf(definitions: readonly DefinitionNode[]): GraphTypes['roots'] {
  const roots: Partial<Record<OperationTypeNode, string>> = {};
  for (const definition of definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION) continue;
    for (const { operation, type } of definition.operationTypes) roots[operation] = type.name.value;
  }
  return roots;
}

type Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode | UnionTypeDefinitionNode;

function isComposite(definition: DefinitionNode): definition is Composite {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION ||
    definition.kind === Kind.UNION_TYPE_DEFINITION
  );
}

function readType(definition: Composite, byGraph: ReadonlyMap<string, SubgraphTypes>): void {
  const name = definition.name.value;
  const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION;
  const each = (directive: string, act: (types: SubgraphTypes, join: ConstDirectiveNode) => void) => {
    for (const join of named(definition.directives, directive)) {
      const types = byGraph.get(argument(join, 'graph') ?? '');
      if (types) act(types, join);
    }
  };
  each('join__type', (types, join) => {
    // An interface that a subgraph knows as one object type is answered as an object of that name.
    if (!isObject && argument(join, 'isInterfaceObject') !== 'true') possible(types, name);
  });
  if (isObject) each('join__implements', (types, join) => possible(types, argument(join, 'interface') ?? '').add(name));
  each('join__unionMember', (types, join) => possible(types, name).add(argument(join, 'member') ?? ''));
  if (definition.kind === Kind.UNION_TYPE_DEFINITION) return;
  for (const field of definition.fields ?? []) readField(name, field, byGraph);
}

function possible(types: SubgraphTypes, name: string): Set<string> {
  const known = types.abstracts.get(name) ?? new Set();
  types.abstracts.set(name, known);
  return known;
}

/** A field that names no subgraph is that of all who have its type; one that names some says whose type differs. */
function readField(owner: string, field: FieldDefinitionNode, byGraph: ReadonlyMap<string, SubgraphTypes>): void {
  const joins = named(field.directives, 'join__field');
  if (joins.length === 0)
    for (const types of byGraph.values()) types.fields.set(`${owner}.${field.name.value}`, field.type);
  for (const join of joins) {
    const own = argument(join, 'type');
    const types = byGraph.get(argument(join, 'graph') ?? '');
    types?.fields.set(`${owner}.${field.name.value}`, own === null ? field.type : parseType(own, { noLocation: true }));
  }
}

function named(directives: readonly ConstDirectiveNode[] | undefined, wanted: string): ConstDirectiveNode[] {
  return (directives ?? []).filter(({ name }) => name.value === wanted);
}

function argument(directive: ConstDirectiveNode, wanted: string): string | null {
  const value = directive.arguments?.find(({ name }) => name.value === wanted)?.value;
  if (value?.kind === Kind.ENUM || value?.kind === Kind.STRING) return value.value;
  return value?.kind === Kind.BOOLEAN ? String(value.value) : null;
}
