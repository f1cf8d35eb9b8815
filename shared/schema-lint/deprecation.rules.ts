import { directivesOf, elementsOf, type SchemaRule, textArgument } from './schema-document.ts';

/** `@deprecated(reason: "2026-10 起改用 …")`: since when, and what to use instead. */
export const deprecationsAreDated: SchemaRule = (schema) =>
  elementsOf(schema).flatMap(({ at, node }) =>
    directivesOf(node, 'deprecated')
      .filter((directive) => !/\b20\d{2}-(0[1-9]|1[0-2])/.test(textArgument(directive, 'reason') ?? ''))
      .map(() => ({
        rule: 'deprecation',
        subgraph: schema.subgraph,
        at,
        message: 'a deprecation says since when (YYYY-MM) and what to use instead',
      })),
  );
