import { type DirectiveNode, Kind, parse, type ValueNode } from 'graphql';

/** Scopes a root field asks for: any one of the lists, all of a list. */
export type ScopeLists = readonly (readonly string[])[];

/** Root fields, as `Query.subject`, with the scopes they ask for. */
export type FieldScopes = ReadonlyMap<string, ScopeLists>;

const ROOT_TYPES = new Set(['Query', 'Mutation', 'Subscription']);

/** Reads `@requiresScopes` from the root fields of a supergraph; a field without it maps to the empty list. */
export function readFieldScopes(supergraph: string): FieldScopes {
  const scopes = new Map<string, ScopeLists>();
  for (const definition of parse(supergraph, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || !ROOT_TYPES.has(definition.name.value)) continue;
    for (const field of definition.fields ?? []) {
      const directive = field.directives?.find(({ name }) => name.value === 'requiresScopes');
      scopes.set(`${definition.name.value}.${field.name.value}`, directive ? scopeLists(directive) : []);
    }
  }
  return scopes;
}

/** Root fields that say no scope: nobody has decided who may use them. */
export function fieldsWithoutScopes(scopes: FieldScopes): string[] {
  return [...scopes].filter(([, lists]) => lists.length === 0).map(([field]) => field);
}

function scopeLists(directive: DirectiveNode): string[][] {
  const value = directive.arguments?.find(({ name }) => name.value === 'scopes')?.value;
  return value
    ? listOf(value).map((list) => listOf(list).flatMap((scope) => (scope.kind === Kind.STRING ? [scope.value] : [])))
    : [];
}

function listOf(value: ValueNode): readonly ValueNode[] {
  return value.kind === Kind.LIST ? value.values : [value];
}
