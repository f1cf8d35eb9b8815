import type { FieldNode, FragmentDefinitionNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';

/** Names of the fields selected at a path below the running field, in fragments too. */
export function selectedAt({ fieldNodes, fragments }: GraphQLResolveInfo, path: readonly string[]): Set<string> {
  let fields: readonly FieldNode[] = fieldNodes;
  for (const name of path) fields = childrenOf(fields, fragments).filter((field) => field.name.value === name);
  return new Set(childrenOf(fields, fragments).map((field) => field.name.value));
}

function childrenOf(fields: readonly FieldNode[], fragments: Record<string, FragmentDefinitionNode>): FieldNode[] {
  return fields.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : flatten(selectionSet, fragments)));
}

function flatten(set: SelectionSetNode, fragments: Record<string, FragmentDefinitionNode>): FieldNode[] {
  return set.selections.flatMap((selection): FieldNode[] => {
    if (selection.kind === 'Field') return [selection];
    const inner =
      selection.kind === 'InlineFragment' ? selection.selectionSet : fragments[selection.name.value]?.selectionSet;
    return inner === undefined ? [] : flatten(inner, fragments);
  });
}
