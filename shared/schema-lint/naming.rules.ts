import { type FieldDefinitionNode, Kind, print, type TypeDefinitionNode } from 'graphql';
import {
  elementsOf,
  fieldedTypesOf,
  fieldsOf,
  inputsOf,
  namedType,
  ROOT_TYPES,
  type SchemaDocument,
  type SchemaElement,
  type SchemaFinding,
  type SchemaRule,
  typesOf,
} from './schema-document.ts';

const CASES: Readonly<Record<SchemaElement['kind'], { readonly pattern: RegExp; readonly name: string }>> = {
  type: { pattern: /^[A-Z][A-Za-z0-9]*$/, name: 'PascalCase' },
  field: { pattern: /^[a-z][A-Za-z0-9]*$/, name: 'camelCase' },
  argument: { pattern: /^[a-z][A-Za-z0-9]*$/, name: 'camelCase' },
  'input field': { pattern: /^[a-z][A-Za-z0-9]*$/, name: 'camelCase' },
  'enum value': { pattern: /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/, name: 'SCREAMING_SNAKE_CASE' },
};

/** Each kind of name has its case. */
export const namesHaveTheirCase: SchemaRule = (schema) =>
  elementsOf(schema)
    .filter(({ kind, name }) => !CASES[kind].pattern.test(name))
    .map(({ at, kind }) => finding(schema, at, `a ${kind} is written in ${CASES[kind].name}`));

/** Types are domain words: nothing that says only “this is a type”. */
export const typesAreDomainWords: SchemaRule = (schema) =>
  typesOf(schema)
    .filter((type) => type.kind !== Kind.ENUM_TYPE_DEFINITION && type.kind !== Kind.SCALAR_TYPE_DEFINITION)
    .filter(({ name }) => /(Type|Model|Dto|DTO|Info|Entity)$/.test(name.value) && name.value !== 'PageInfo')
    .map(({ name }) => finding(schema, name.value, 'a type carries no technical suffix'));

/** Fields are nouns: a query says what it answers, not that it gets it. */
export const fieldsAreNouns: SchemaRule = (schema) =>
  fieldedTypesOf(schema).flatMap((type) =>
    fieldsOf(type)
      .filter(({ name }) => /^(get|list|fetch|find|all)[A-Z]/.test(name.value))
      .map(({ name }) => finding(schema, `${type.name.value}.${name.value}`, 'a field is a noun, without get or list')),
  );

/** A yes-or-no field reads as a question: `isDerived`, `hasNextPage`. */
export const booleansAreQuestions: SchemaRule = (schema) =>
  fieldedTypesOf(schema).flatMap((type) =>
    fieldsOf(type)
      .filter((field) => namedType(field.type) === 'Boolean' && !/^(is|has|can)[A-Z]/.test(field.name.value))
      .map(({ name }) =>
        finding(schema, `${type.name.value}.${name.value}`, 'a boolean field begins with is, has or can'),
      ),
  );

/** Input types and payloads are told by their last word, and no other type borrows it. */
export const rolesAreTold: SchemaRule = (schema) => [
  ...inputsOf(schema)
    .filter(({ name }) => !name.value.endsWith('Input'))
    .map(({ name }) => finding(schema, name.value, 'an input type ends in Input')),
  ...fieldedTypesOf(schema)
    .filter(({ name }) => name.value.endsWith('Input'))
    .map(({ name }) => finding(schema, name.value, 'only an input type ends in Input')),
];

/** `publishHrssObservations(input: PublishHrssObservationsInput!): PublishHrssObservationsPayload!` */
export const mutationsHaveOneShape: SchemaRule = (schema) =>
  fieldedTypesOf(schema)
    .filter(({ name }) => name.value === 'Mutation')
    .flatMap((mutation) => fieldsOf(mutation).flatMap((field) => mutationFaults(schema, field)));

function mutationFaults(schema: SchemaDocument, field: FieldDefinitionNode): SchemaFinding[] {
  const at = `Mutation.${field.name.value}`;
  const name = field.name.value.charAt(0).toUpperCase() + field.name.value.slice(1);
  const args = (field.arguments ?? []).map((argument) => `${argument.name.value}: ${print(argument.type)}`);
  const faults: SchemaFinding[] = [];
  if (args.length !== 1 || args[0] !== `input: ${name}Input!`) {
    faults.push(finding(schema, at, `a mutation has one argument, input: ${name}Input!`));
  }
  if (namedType(field.type) !== `${name}Payload`) faults.push(finding(schema, at, `a mutation returns ${name}Payload`));
  return faults;
}

/** A payload is what a mutation returns, and carries its faults as data. */
export const payloadsCarryErrors: SchemaRule = (schema) => {
  const returned = new Set(
    fieldedTypesOf(schema)
      .filter((type) => type.name.value === 'Mutation')
      .flatMap((type) => fieldsOf(type).map((field) => namedType(field.type))),
  );
  return fieldedTypesOf(schema)
    .filter((type) => type.name.value.endsWith('Payload') && !ROOT_TYPES.has(type.name.value))
    .flatMap((type) => {
      const errors = fieldsOf(type).find((field) => field.name.value === 'errors');
      const faults = returned.has(type.name.value)
        ? []
        : [finding(schema, type.name.value, 'no mutation returns this payload')];
      if (errors && print(errors.type) === '[UserError!]!') return faults;
      return [...faults, finding(schema, type.name.value, 'a payload has errors: [UserError!]!')];
    });
};

/** Figures are decimals as text: a Float would round them. */
export const noFloats: SchemaRule = (schema) =>
  typesOf(schema).flatMap((type) =>
    referencesOf(type)
      .filter(({ to }) => to === 'Float')
      .map(({ at }) => finding(schema, at, 'figures are Decimal, never Float')),
  );

function referencesOf(type: TypeDefinitionNode): { at: string; to: string }[] {
  if (type.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION && !('interfaces' in type)) return [];
  return (type.fields ?? []).flatMap((field) => {
    const at = `${type.name.value}.${field.name.value}`;
    const args = 'arguments' in field ? (field.arguments ?? []) : [];
    return [
      { at, to: namedType(field.type) },
      ...args.map((argument) => ({ at: `${at}(${argument.name.value}:)`, to: namedType(argument.type) })),
    ];
  });
}

function finding({ subgraph }: SchemaDocument, at: string, message: string): SchemaFinding {
  return { rule: 'naming', subgraph, at, message };
}
