/** The composed graph as a reader sees it: what there is, whose it is, and who may ask for it. */
export interface Graph {
  /** Subgraphs by name, in alphabetical order. */
  readonly owners: readonly string[];
  readonly types: readonly GraphType[];
}

export type GraphTypeKind = 'object' | 'interface' | 'input' | 'enum' | 'scalar' | 'union';

export interface GraphType {
  readonly name: string;
  readonly kind: GraphTypeKind;
  readonly description: string;
  /** The subgraphs that answer for it. */
  readonly owners: readonly string[];
  readonly interfaces: readonly string[];
  /** Of objects, interfaces and inputs. */
  readonly fields: readonly GraphField[];
  /** Of enums; the members of a union. */
  readonly values: readonly GraphValue[];
}

export interface GraphField extends GraphValue {
  readonly owners: readonly string[];
  readonly type: GraphTypeRef;
  readonly args: readonly GraphArgument[];
  readonly defaultValue: string | null;
  /** Actions one of which the caller needs. */
  readonly actions: readonly string[];
}

export interface GraphArgument {
  readonly name: string;
  readonly description: string;
  readonly type: GraphTypeRef;
  readonly defaultValue: string | null;
}

export interface GraphValue {
  readonly name: string;
  readonly description: string;
  /** What to use instead; null while it is in use. */
  readonly deprecated: string | null;
}

/** `[Grade!]!` and the name inside it. */
export interface GraphTypeRef {
  readonly text: string;
  readonly name: string;
  readonly isRequired: boolean;
}

/** The fields of Query or Mutation, by the subgraph that answers them. */
export function rootFields(graph: Graph, root: 'Query' | 'Mutation'): readonly GraphField[] {
  return graph.types.find(({ name }) => name === root)?.fields ?? [];
}
