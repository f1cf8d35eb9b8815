import { isAction } from '../../shared/identity/permission.ts';
import { ACTIONS, PERMISSIONS } from '../../shared/identity/permission-table.ts';
import { defaultLimits } from '../limits/limits.ts';
import { exampleOf } from './example-operation.ts';
import { type Graph, type GraphField, rootFields } from './graph.ts';
import { code, contentsList, escapeHtml, type Page, type TypesByName, typeLink, typesByName } from './html.ts';

/** Items of a page nobody gave a size. */
const PAGE_DEFAULT = 20;

/** The page of all queries or all mutations, by the subgraph that answers them. */
export function rootPage(graph: Graph, root: 'Query' | 'Mutation'): Page {
  const types = typesByName(graph);
  const fields = rootFields(graph, root);
  const sections = graph.owners.map((owner) => ({
    owner,
    fields: fields.filter(({ owners }) => owners.includes(owner)).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  const filled = sections.filter((section) => section.fields.length > 0);
  return {
    file: root === 'Query' ? 'queries.html' : 'mutations.html',
    title: root === 'Query' ? 'Queries' : 'Mutations',
    contents: filled
      .map((section) =>
        contentsList(
          section.owner,
          section.fields.map(({ name }) => name),
        ),
      )
      .join('\n'),
    main: filled
      .map(
        (section) =>
          `<h2 id="of-${section.owner}">${section.owner}</h2>\n${section.fields.map((field) => article(root, field, types)).join('\n')}`,
      )
      .join('\n'),
  };
}

function article(root: 'Query' | 'Mutation', field: GraphField, types: TypesByName): string {
  const { name, description, args, type } = field;
  const rows = args.map(
    (each) =>
      `<tr><td>${code(each.name)}</td><td class="type">${typeLink(each.type, types)}</td><td>${escapeHtml(each.description)}${
        each.defaultValue === null ? '' : ` <span class="note">default ${code(each.defaultValue)}</span>`
      }</td></tr>`,
  );
  return `<article id="${name}">
<h3><a class="anchor" href="#${name}">${name}</a> <span class="type">${typeLink(type, types)}</span></h3>
<p>${escapeHtml(description)}</p>
${deprecation(field)}${rows.length === 0 ? '' : `<table><thead><tr><th>argument</th><th>type</th><th>说明</th></tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>\n`}<dl>
${facts(field)}
</dl>
<details><summary>Example</summary><pre>${escapeHtml(exampleOf(root, field, types))}</pre></details>
</article>`;
}

export function deprecation({ deprecated }: Pick<GraphField, 'deprecated'>): string {
  return deprecated === null ? '' : `<p class="deprecated">Deprecated: ${escapeHtml(deprecated)}</p>\n`;
}

function facts({ args, actions }: GraphField): string {
  const permitted = actions.filter(isAction).map((action) => {
    const roles = Object.keys(PERMISSIONS[action]).map(code).join(' ');
    return `<dt>Permission</dt><dd>${code(action)} ${escapeHtml(ACTIONS[action])}</dd><dt>Roles</dt><dd>${roles}</dd>`;
  });
  const first = args.find(({ name }) => name === 'first');
  const page =
    first === undefined
      ? []
      : [`<dt>Page</dt><dd>${first.defaultValue ?? PAGE_DEFAULT} unless asked, at most ${pageLimit(args)}</dd>`];
  return [...permitted, ...page].join('\n');
}

/** Feeds come in longer pages for those who follow them for a living. */
function pageLimit(args: GraphField['args']): string {
  const { pageSize, feedPageSize } = defaultLimits;
  return args.some(({ name }) => name === 'waitMs') ? `${pageSize} (role service: ${feedPageSize})` : String(pageSize);
}
