import type { GraphType } from './graph.ts';

/** The page for types that several subgraphs answer for. */
const SHARED = 'shared';

/** Whose page a type stands on. */
export function homeOf({ owners }: Pick<GraphType, 'owners'>): string {
  const [only] = owners;
  return owners.length === 1 && only !== undefined ? only : SHARED;
}

export function typesPage(home: string): string {
  return `types-${home}.html`;
}

/** Pages of types: what is shared first, then the subgraphs as given. */
export function homesOf(owners: readonly string[]): string[] {
  return [SHARED, ...owners];
}

/** Where a root field stands. */
export function rootHref(root: 'Query' | 'Mutation', field: string): string {
  return `${root === 'Query' ? 'queries' : 'mutations'}.html#${field}`;
}

/** Where a type stands; null for what GraphQL brings itself. */
export function typeHref(type: GraphType | undefined): string | null {
  if (type === undefined) return null;
  if (type.name === 'Query') return 'queries.html';
  if (type.name === 'Mutation') return 'mutations.html';
  return `${typesPage(homeOf(type))}#${type.name}`;
}
