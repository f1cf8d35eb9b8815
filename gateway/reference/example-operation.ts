import type { GraphField, GraphType } from './graph.ts';
import type { TypesByName } from './html.ts';

const LEAVES_AT_MOST = 6;
const OBJECTS_AT_MOST = 3;
const INDENT = '  ';

/** A small operation for a root field: what it requires as variables, and a taste of what it answers. */
export function exampleOf(root: 'Query' | 'Mutation', field: GraphField, types: TypesByName): string {
  const required = field.args.filter(({ type, defaultValue }) => type.isRequired && defaultValue === null);
  const variables = required.map(({ name, type }) => `$${name}: ${type.text}`).join(', ');
  const given = required.map(({ name }) => `${name}: $${name}`).join(', ');
  const name = `${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}`;
  const head = `${root === 'Query' ? 'query' : 'mutation'} ${name}${variables === '' ? '' : `(${variables})`}`;
  const asked = `${field.name}${given === '' ? '' : `(${given})`}`;
  const below = selectionOf(types.get(field.type.name), types, 2).map((line) => INDENT + INDENT + line);
  const body = below.length === 0 ? [INDENT + asked] : [`${INDENT}${asked} {`, ...below, `${INDENT}}`];
  return [`${head} {`, ...body, '}'].join('\n');
}

/** Lines that select something of a type; none for a leaf. */
function selectionOf(type: GraphType | undefined, types: TypesByName, depth: number): string[] {
  if (type === undefined || type.kind === 'scalar' || type.kind === 'enum') return [];
  const plain = type.fields.filter(({ args, deprecated }) => deprecated === null && !args.some(isNeeded));
  const leaves = plain.filter(({ type: { name } }) => isLeaf(types.get(name))).map(({ name }) => name);
  const objects = plain.filter(({ type: { name } }) => !isLeaf(types.get(name)));
  const isPage = objects.some(({ name }) => name === 'edges');
  const chosen = isPage ? objects : depth > 1 ? telling(objects) : [];
  const lines = [
    ...(leaves.length === 0 ? [] : [leaves.slice(0, LEAVES_AT_MOST).join(' ')]),
    ...chosen.flatMap((field) => nested(field, types, isPage || field.name === 'node' ? depth : depth - 1)),
    ...(depth === 1 && !isPage ? nodeOf(objects, types) : []),
  ];
  return lines.length === 0 ? ['__typename'] : lines;
}

/** The first few objects, and always the findings about what was sent in. */
function telling(objects: readonly GraphField[]): GraphField[] {
  return objects.filter(({ name }, index) => index < OBJECTS_AT_MOST || name === 'errors');
}

/** The node of an edge, however deep it stands. */
function nodeOf(objects: readonly GraphField[], types: TypesByName): string[] {
  return objects.filter(({ name }) => name === 'node').flatMap((field) => nested(field, types, 1));
}

function nested(field: GraphField, types: TypesByName, depth: number): string[] {
  const lines = selectionOf(types.get(field.type.name), types, depth);
  return lines.length === 1 && !lines[0]?.includes('{')
    ? [`${field.name} { ${lines[0]} }`]
    : [`${field.name} {`, ...lines.map((line) => INDENT + line), '}'];
}

function isNeeded({ type, defaultValue }: GraphField['args'][number]): boolean {
  return type.isRequired && defaultValue === null;
}

/** What has no fields to choose from; names GraphQL brings itself are scalars. */
function isLeaf(type: GraphType | undefined): boolean {
  return type === undefined || type.kind === 'scalar' || type.kind === 'enum';
}
