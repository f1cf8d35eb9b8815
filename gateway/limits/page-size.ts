import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode, visit } from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

export const PAGE_ARGUMENTS: ReadonlySet<string> = new Set(['first', 'last']);

export interface Page {
  readonly field: string;
  readonly argument: string;
  readonly size: number;
}

/** Every page an operation asks for by `first` or `last`, as literal, variable or default of a variable. */
export function pagesOf(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): Page[] {
  const pages: Page[] = [];
  visit(document, {
    Field(node) {
      for (const argument of node.arguments ?? []) {
        if (!PAGE_ARGUMENTS.has(argument.name.value)) continue;
        const size = argumentNumber(node, argument.name.value, { operation, variables });
        if (size !== null) pages.push({ field: node.name.value, argument: argument.name.value, size });
      }
    },
  });
  return pages;
}

export interface Given {
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
}

/** The number given for an argument; null when there is none. */
export function argumentNumber(field: FieldNode, argument: string, { operation, variables }: Given): number | null {
  const value = field.arguments?.find(({ name }) => name.value === argument)?.value;
  if (value?.kind === Kind.INT || value?.kind === Kind.FLOAT) return Number(value.value);
  if (value?.kind !== Kind.VARIABLE) return null;
  const given = variables[value.name.value];
  if (given !== undefined) return typeof given === 'number' ? given : null;
  const fallback = operation.variableDefinitions?.find(({ variable }) => variable.name.value === value.name.value);
  return fallback?.defaultValue?.kind === Kind.INT ? Number(fallback.defaultValue.value) : null;
}
