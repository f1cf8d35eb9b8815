import type { FieldNode, FragmentDefinitionNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';

/** True where the running field selects a sub-field of this name, in fragments too; what is not asked for is not counted. */
export function selects(info: GraphQLResolveInfo, name: string): boolean {
  return info.fieldNodes.some(
    (node) => node.selectionSet !== undefined && holds(node.selectionSet, name, info.fragments),
  );
}

function holds(set: SelectionSetNode, name: string, fragments: Record<string, FragmentDefinitionNode>): boolean {
  return set.selections.some((selection) => {
    if (selection.kind === 'Field') return isNamed(selection, name);
    if (selection.kind === 'InlineFragment') return holds(selection.selectionSet, name, fragments);
    const fragment = fragments[selection.name.value];
    return fragment !== undefined && holds(fragment.selectionSet, name, fragments);
  });
}

function isNamed(field: FieldNode, name: string): boolean {
  return field.name.value === name;
}
