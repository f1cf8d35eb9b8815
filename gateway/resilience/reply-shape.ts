import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import type { GraphTypes, SubgraphTypes } from './subgraph-types.ts';

/** Null for a value as it must be; otherwise where it is not, and how. Never says what was found there. */
type Check = (value: unknown, variables: Variables) => string | null;
type Variables = Readonly<Record<string, unknown>>;
type Selections = readonly SelectionSetNode[];
type Members = Readonly<Record<string, unknown>>;

interface CheckedField {
  readonly key: string;
  /** It stands under a condition, so that it may be left out. */
  readonly isOptional: boolean;
  readonly check: Check;
}

/**
 * What the `data` of a reply to this document must look like: every key that was asked for and no other, objects, lists
 * and leaves where the subgraph's schema has them, null only where it allows it. Made once per document.
 */
export function compileReplyCheck(document: DocumentNode, types: SubgraphTypes, graph: GraphTypes): Check {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const root = operation && graph.roots[operation.operation];
  if (!operation || root === undefined) return () => null;
  return new Compiler(document, types, graph).operation(operation, root);
}

class Compiler {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(
    document: DocumentNode,
    private readonly types: SubgraphTypes,
    private readonly graph: GraphTypes,
  ) {
    const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  /** The root answers to any name: it is the only type a subgraph may call differently. */
  operation({ selectionSet }: OperationDefinitionNode, root: string): Check {
    const fields = this.fields([selectionSet], root);
    return (value, variables) => (isObject(value) ? keysFault(value, fields, variables) : 'is no object');
  }

  /** The fields of an object of the given type, with their values' checks. */
  private fields(selections: Selections, typeName: string): CheckedField[] {
    const found = new Map<string, { nodes: FieldNode[]; isOptional: boolean }>();
    this.collect(selections, { typeName, isOptional: false }, (key, node, isOptional) => {
      const known = found.get(key) ?? { nodes: [], isOptional: true };
      found.set(key, { nodes: [...known.nodes, node], isOptional: known.isOptional && isOptional });
    });
    return [...found].map(([key, { nodes, isOptional }]) => ({ key, isOptional, check: this.field(nodes, typeName) }));
  }

  private collect(
    selections: Selections,
    at: { readonly typeName: string; readonly isOptional: boolean },
    onField: (key: string, node: FieldNode, isOptional: boolean) => void,
  ): void {
    for (const selection of selections.flatMap((set) => set.selections)) {
      const isOptional = at.isOptional || isConditional(selection);
      if (selection.kind === Kind.FIELD) {
        onField(selection.alias?.value ?? selection.name.value, selection, isOptional);
        continue;
      }
      const part = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
      const condition = part?.typeCondition?.name.value ?? at.typeName;
      if (part && this.isOf(at.typeName, condition))
        this.collect([part.selectionSet], { typeName: at.typeName, isOptional }, onField);
    }
  }

  private isOf(typeName: string, condition: string): boolean {
    return typeName === condition || this.types.abstracts.get(condition)?.has(typeName) === true;
  }

  private field(nodes: readonly FieldNode[], owner: string): Check {
    const [first] = nodes;
    const name = first?.name.value ?? '';
    const selections = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (name === '__typename') return isText;
    if (name === '_entities' && first) return this.entities(first, selections);
    const type = this.types.fields.get(`${owner}.${name}`);
    // Of what the graph does not know nothing can be said: it may just have been replaced.
    return type ? this.value(type, selections) : () => null;
  }

  private value(type: TypeNode, selections: Selections): Check {
    if (type.kind === Kind.NON_NULL_TYPE) return this.present(type.type, selections);
    const check = this.present(type, selections);
    return (value, variables) => (value === null ? null : check(value, variables));
  }

  private present(type: TypeNode, selections: Selections): Check {
    if (type.kind === Kind.LIST_TYPE) return list(this.value(type.type, selections));
    if (type.kind === Kind.NON_NULL_TYPE) return this.present(type.type, selections);
    const name = type.name.value;
    if (selections.length > 0) return this.object(name, selections);
    const values = this.graph.enums.get(name);
    if (values) return (value) => (typeof value === 'string' && values.has(value) ? null : `is no ${name}`);
    return SCALARS[name] ?? isSingle;
  }

  private object(typeName: string, selections: Selections): Check {
    const isAbstract = this.types.abstracts.has(typeName);
    const own = isAbstract ? null : this.fields(selections, typeName);
    const isNamed = this.fields(selections, typeName).some(({ key }) => key === '__typename');
    const byType = new Map<string, CheckedField[]>();
    const fieldsOf = (concrete: string): CheckedField[] => {
      const fields = byType.get(concrete) ?? this.fields(selections, concrete);
      byType.set(concrete, fields);
      return fields;
    };
    return (value, variables) => {
      if (!isObject(value)) return 'is no object';
      const said = value.__typename;
      if (own) return said === undefined || said === typeName ? keysFault(value, own, variables) : `is no ${typeName}`;
      // Without its name what it is remains open; the planner asks for the name wherever that matters.
      if (said === undefined) return isNamed ? '__typename is missing' : null;
      return typeof said === 'string' && this.isOf(said, typeName)
        ? keysFault(value, fieldsOf(said), variables)
        : `is no ${typeName}`;
    };
  }

  /** One entity or null for each that was asked for, in order, and each of the type it was asked as. */
  private entities(node: FieldNode, selections: Selections): Check {
    const argument = node.arguments?.find(({ name }) => name.value === 'representations')?.value;
    const variable = argument?.kind === Kind.VARIABLE ? argument.name.value : null;
    const byType = new Map<string, Check>();
    const checkOf = (typeName: string): Check => {
      const check = byType.get(typeName) ?? this.object(typeName, selections);
      byType.set(typeName, check);
      return check;
    };
    return (value, variables) => {
      const asked = variable === null ? null : variables[variable];
      if (!Array.isArray(asked)) return Array.isArray(value) ? null : 'is no list';
      if (!Array.isArray(value)) return 'is no list';
      if (value.length !== asked.length) return 'has another length than was asked for';
      for (let index = 0; index < value.length; index += 1) {
        const entity: unknown = value[index];
        const typeName: unknown = asked[index]?.__typename;
        if (entity === null || typeof typeName !== 'string') continue;
        const fault = checkOf(typeName)(entity, variables);
        if (fault !== null) return `${index} ${fault}`;
      }
      return null;
    };
  }
}

/** All keys that must be there, none that was not asked for: a foreign one would be mixed with others' answers. */
function keysFault(value: Members, fields: readonly CheckedField[], variables: Variables): string | null {
  let present = 0;
  for (const { key, isOptional, check } of fields) {
    const member = value[key];
    if (member === undefined) {
      if (isOptional) continue;
      return `${key} is missing`;
    }
    present += 1;
    const fault = check(member, variables);
    if (fault !== null) return `${key} ${fault}`;
  }
  for (const _key in value) present -= 1;
  return present === 0 ? null : 'has a key that was not asked for';
}

function list(item: Check): Check {
  return (value, variables) => {
    if (!Array.isArray(value)) return 'is no list';
    for (let index = 0; index < value.length; index += 1) {
      const fault = item(value[index], variables);
      if (fault !== null) return `${index} ${fault}`;
    }
    return null;
  };
}

const MOST_INT = 2_147_483_647;

const isText: Check = (value) => (typeof value === 'string' ? null : 'is no text');

/** Scalars of our own travel as one value, never as a structure. */
const isSingle: Check = (value) => (value !== null && typeof value !== 'object' ? null : 'is no single value');

const SCALARS: Readonly<Record<string, Check>> = {
  String: isText,
  ID: isText,
  Boolean: (value) => (typeof value === 'boolean' ? null : 'is no Boolean'),
  Float: (value) => (typeof value === 'number' ? null : 'is no number'),
  Int: (value) => (Number.isInteger(value) && Math.abs(Number(value)) <= MOST_INT + 1 ? null : 'is no Int'),
};

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isConditional({ directives }: { readonly directives?: FieldNode['directives'] }): boolean {
  return directives?.some(({ name }) => name.value === 'skip' || name.value === 'include') === true;
}
