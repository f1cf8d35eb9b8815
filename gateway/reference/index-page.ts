import { defaultLimits } from '../limits/limits.ts';
import { type Graph, type GraphTypeKind, rootFields } from './graph.ts';
import { escapeHtml, nameLink, type Page, typesByName } from './html.ts';
import { rootHref } from './page-names.ts';

const LISTS: readonly (readonly [GraphTypeKind, string])[] = [
  ['object', 'Objects'],
  ['enum', 'Enums'],
  ['scalar', 'Scalars'],
  ['interface', 'Interfaces'],
  ['input', 'Inputs'],
];

/** The first page: how to read the others, and every name there is. */
export function indexPage(graph: Graph): Page {
  const types = typesByName(graph);
  const roots = (['Query', 'Mutation'] as const).map((root) => ({ root, fields: rootFields(graph, root) }));
  const fieldCount = graph.types.reduce((sum, { fields }) => sum + fields.length, 0);
  const lists = LISTS.map(([kind, title]) => {
    const names = graph.types.filter((type) => type.kind === kind && type.name !== 'Query' && type.name !== 'Mutation');
    const links = names.map(({ name }) => `<li>${nameLink(name, types)}</li>`);
    return `<h2 id="${kind}">${title} <span class="note">${names.length}</span></h2>\n<ul class="names">${links.join('')}</ul>`;
  });
  const { pageSize, depth, cost, rootFields: roots20 } = defaultLimits;
  return {
    file: 'index.html',
    title: 'GraphQL reference',
    contents: `<ul>${[['query', 'Queries'], ['mutation', 'Mutations'], ...LISTS].map(([id, title]) => `<li><a href="#${id}">${title}</a></li>`).join('')}</ul>`,
    main: `<p>${graph.types.length} types and ${fieldCount} fields of one graph, answered by ${graph.owners.length} subgraphs:
${graph.owners.map((owner) => `<a href="types-${owner}.html">${owner}</a>`).join(', ')}.
Descriptions are the schema’s own. The same as one file: <a href="schema.graphql">schema.graphql</a>.</p>
<dl>
<dt>Owner</dt><dd>The subgraph that answers. When it is away its fields are null and <code>errors</code> says <code>SUBGRAPH_UNAVAILABLE</code>; all others stand.</dd>
<dt>Permission</dt><dd>Every query and mutation names the action one of your roles must have; which rows you then see is decided row by row (own unit, grants, release dates).</dd>
<dt>Null</dt><dd>A type without <code>!</code> may be null: missing, not for you, or away. Missing is never zero.</dd>
<dt>Findings</dt><dd>What is wrong with what you sent in comes as <code>errors</code> in the payload of the mutation, row by row: <a href="types-shared.html#UserError">UserError</a>.</dd>
<dt>Limits</dt><dd>${depth} levels, ${roots20} root fields, ${pageSize} items a page, cost ${cost} for one operation, unless the operator has set others.</dd>
<dt>Text, not numbers</dt><dd><a href="types-evaluation.html#Decimal">Decimal</a> and <a href="types-shared.html#MeasureValue">MeasureValue</a> are strings and exact.</dd>
</dl>
${roots
  .map(({ root, fields }) => {
    const names = fields.map(({ name }) => name).toSorted();
    const links = names.map((name) => `<li><a href="${rootHref(root, name)}">${escapeHtml(name)}</a></li>`);
    const title = root === 'Query' ? 'Queries' : 'Mutations';
    return `<h2 id="${root.toLowerCase()}">${title} <span class="note">${names.length}</span></h2>\n<ul class="names">${links.join('')}</ul>`;
  })
  .join('\n')}
${lists.join('\n')}`,
  };
}
