import { directivesOf, fieldedTypesOf, fieldsOf, type SchemaRule } from './schema-document.ts';

/** A root field nobody has decided about would be open or dead: each says the action of the permission table it is. */
export const rootFieldsSayTheirAction: SchemaRule = (schema) =>
  fieldedTypesOf(schema)
    .filter(({ name }) => name.value === 'Query' || name.value === 'Mutation')
    .flatMap((type) =>
      fieldsOf(type)
        .filter((field) => !field.name.value.startsWith('_') && directivesOf(field, 'requiresScopes').length === 0)
        .map((field) => ({
          rule: 'permission',
          subgraph: schema.subgraph,
          at: `${type.name.value}.${field.name.value}`,
          message: 'a root field says which action of the permission table it is',
        })),
    );
