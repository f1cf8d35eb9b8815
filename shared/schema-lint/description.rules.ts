import { elementsOf, type SchemaFinding, type SchemaRule } from './schema-document.ts';

const HAN = /\p{Script=Han}/u;

/** Words that officials would stop at, and what to write instead. */
const WORDING: readonly { readonly word: RegExp; readonly instead: string }[] = [
  { word: /发布/u, instead: '报送（上报、填报、公布）' },
  { word: /考核/u, instead: '评价' },
];

/** Every type, field, argument, input field and enum value says in Chinese what it is. */
export const describedInChinese: SchemaRule = (schema) =>
  elementsOf(schema)
    .filter(({ description }) => description === null || !HAN.test(description))
    .map(({ at, kind }) => finding('description', schema.subgraph, at, `${kind} has no Chinese description`));

/** Descriptions use the words of the documents. */
export const wordedOfficially: SchemaRule = (schema) =>
  elementsOf(schema).flatMap(({ at, description }) =>
    WORDING.filter(({ word }) => word.test(description ?? '')).map(({ word, instead }) =>
      finding('wording', schema.subgraph, at, `“${word.source}” should be ${instead}`),
    ),
  );

function finding(rule: string, subgraph: string, at: string, message: string): SchemaFinding {
  return { rule, subgraph, at, message };
}
