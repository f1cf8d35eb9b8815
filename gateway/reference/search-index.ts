import type { Graph } from './graph.ts';
import { rootHref, typeHref } from './page-names.ts';

/** The words of the search box: name, page, description; types first, so that they are found before their fields. */
export function searchIndex({ types }: Graph): string {
  const roots = types.flatMap(({ name: root, fields }) =>
    root === 'Query' || root === 'Mutation'
      ? fields.map(({ name, description }) => [name, rootHref(root, name), description])
      : [],
  );
  const others = types.filter(({ name }) => name !== 'Query' && name !== 'Mutation');
  const named = others.map((type) => [type.name, typeHref(type) ?? '', type.description]);
  const members = others.flatMap((type) =>
    [...type.fields, ...type.values].map(({ name, description }) => [
      `${type.name}.${name}`,
      typeHref(type) ?? '',
      description,
    ]),
  );
  const lines = [...roots, ...named, ...members].map((entry) => JSON.stringify(entry));
  return `window.REFERENCE = [\n${lines.join(',\n')}\n];\n`;
}
