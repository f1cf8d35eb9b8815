import {
  type FieldedType,
  fieldedTypesOf,
  fieldsOf,
  type GraphRule,
  isEntity,
  isRequired,
  keyFieldsOf,
  type SchemaDocument,
  type SchemaFinding,
  type SchemaRule,
} from './schema-document.ts';

/**
 * Prefixes of department-owned types: `Hrss` where a subgraph answers for a `HrssObservation` that implements
 * `Observation`. Read from the schemas, so that a new department is held to the rules without a line here.
 */
export function departmentPrefixes(schemas: readonly SchemaDocument[]): string[] {
  const prefixes = schemas.flatMap(fieldedTypesOf).flatMap((type) => {
    const isObservation = type.interfaces?.some((interfaceType) => interfaceType.name.value === 'Observation');
    const prefix = /^(.+)Observation$/.exec(type.name.value)?.[1];
    return isObservation && prefix !== undefined ? [prefix] : [];
  });
  return [...new Set(prefixes)].sort();
}

/** In a type that a department owns every field but `id` may be null: the department moves at its own pace and may be down. */
export const departmentFieldsAreNullable: GraphRule = (schemas) => {
  const prefixes = departmentPrefixes(schemas);
  return schemas.flatMap((schema) =>
    fieldedTypesOf(schema)
      .filter(({ name }) => prefixes.some((prefix) => name.value.startsWith(prefix)) && !name.value.endsWith('Payload'))
      .flatMap((type) =>
        requiredFields(type)
          .filter((name) => name !== 'id')
          .map((name) => ({ type, name })),
      )
      .map(({ type, name }) =>
        finding(schema, type, name, 'a field of a department-owned type is nullable, but for id'),
      ),
  );
};

/** A query field that is required would take the whole answer along when its subgraph is down. */
export const queryFieldsAreNullable: SchemaRule = (schema) =>
  fieldedTypesOf(schema)
    .filter(({ name }) => name.value === 'Query')
    .flatMap((type) => requiredFields(type).map((name) => finding(schema, type, name, 'a query field is nullable')));

/** A field of an entity that another subgraph knows may be answered across a process that is down. */
export const entityFieldsAreNullable: GraphRule = (schemas) =>
  schemas.flatMap((schema) =>
    fieldedTypesOf(schema)
      .filter((type) => isEntity(type) && owners(schemas, type.name.value).length > 1)
      .flatMap((type) =>
        requiredFields(type)
          .filter((name) => !keyFieldsOf(type).has(name) && !isAnsweredEverywhere(schemas, type.name.value, name))
          .map((name) =>
            finding(schema, type, name, 'other subgraphs hold this entity, so what they cannot answer is nullable'),
          ),
      ),
  );

function owners(schemas: readonly SchemaDocument[], typeName: string): FieldedType[] {
  return schemas.flatMap((schema) => fieldedTypesOf(schema).filter((type) => type.name.value === typeName));
}

function isAnsweredEverywhere(schemas: readonly SchemaDocument[], typeName: string, fieldName: string): boolean {
  return owners(schemas, typeName).every((type) => fieldsOf(type).some((field) => field.name.value === fieldName));
}

function requiredFields(type: FieldedType): string[] {
  return fieldsOf(type)
    .filter((field) => isRequired(field.type))
    .map((field) => field.name.value);
}

function finding({ subgraph }: SchemaDocument, type: FieldedType, field: string, message: string): SchemaFinding {
  return { rule: 'nullability', subgraph, at: `${type.name.value}.${field}`, message };
}
