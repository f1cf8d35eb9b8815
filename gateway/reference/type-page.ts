import type { Graph, GraphField, GraphType, GraphTypeKind } from './graph.ts';
import {
  code,
  contentsList,
  escapeHtml,
  nameLink,
  type Page,
  type TypesByName,
  typeLink,
  typesByName,
} from './html.ts';
import { homeOf, typesPage } from './page-names.ts';
import { deprecation } from './root-page.ts';

const SECTIONS: readonly (readonly [GraphTypeKind, string])[] = [
  ['interface', 'Interfaces'],
  ['object', 'Objects'],
  ['union', 'Unions'],
  ['enum', 'Enums'],
  ['scalar', 'Scalars'],
  ['input', 'Inputs'],
];

/** Types that are pages of their own. */
const ROOTS = new Set(['Query', 'Mutation']);

const USERS_AT_MOST = 8;

/** `Subject.evaluation`, by the type that the field gives or takes. */
export type Users = ReadonlyMap<string, readonly string[]>;

export function usersOf({ types }: Graph): Users {
  const users = new Map<string, string[]>();
  for (const type of types) {
    for (const { name, type: given, args } of type.fields) {
      for (const used of new Set([given.name, ...args.map((argument) => argument.type.name)])) {
        users.set(used, [...(users.get(used) ?? []), `${type.name}.${name}`]);
      }
    }
  }
  return users;
}

/** The page of the types of one subgraph, or of those that several share. */
export function typePage(graph: Graph, home: string, users: Users): Page {
  const types = typesByName(graph);
  const own = graph.types.filter((type) => homeOf(type) === home && !ROOTS.has(type.name));
  const sections = SECTIONS.map(([kind, title]) => ({ title, own: own.filter((type) => type.kind === kind) }));
  const filled = sections.filter((section) => section.own.length > 0);
  return {
    file: typesPage(home),
    title: `Types: ${home}`,
    contents: filled
      .map((section) =>
        contentsList(
          section.title,
          section.own.map(({ name }) => name),
        ),
      )
      .join('\n'),
    main: filled
      .map(
        (section) =>
          `<h2>${section.title}</h2>\n${section.own.map((type) => article(type, users.get(type.name) ?? [], types)).join('\n')}`,
      )
      .join('\n'),
  };
}

function article(type: GraphType, users: readonly string[], types: TypesByName): string {
  const { name, kind, description, owners, interfaces } = type;
  const marks = [kind, ...interfaces.map((each) => `implements ${nameLink(each, types)}`)];
  const shared = owners.length > 1 ? `<p class="note">Answered by ${owners.map(code).join(' ')}</p>\n` : '';
  return `<article id="${name}">
<h3><a class="anchor" href="#${name}">${name}</a> <span class="note">${marks.join(' · ')}</span></h3>
<p>${escapeHtml(description)}</p>
${shared}${fieldTable(type, types)}${valueTable(type)}${usedBy(users, types)}</article>`;
}

function fieldTable(type: GraphType, types: TypesByName): string {
  if (type.fields.length === 0) return '';
  const rows = type.fields.map((field) => {
    const whose =
      field.owners.join() === type.owners.join() ? '' : ` <span class="note">${field.owners.join(', ')}</span>`;
    return `<tr><td>${code(field.name)}</td><td class="type">${typeLink(field.type, types)}</td><td>${escapeHtml(field.description)}${whose}${argumentsOf(field, types)}${deprecation(field).trim()}</td></tr>`;
  });
  return `<table><thead><tr><th>field</th><th>type</th><th>说明</th></tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>\n`;
}

function argumentsOf({ args, defaultValue }: GraphField, types: TypesByName): string {
  const given = defaultValue === null ? '' : ` <span class="note">default ${code(defaultValue)}</span>`;
  if (args.length === 0) return given;
  const items = args.map(
    ({ name, type, description }) =>
      `<li>${code(name)} <span class="type">${typeLink(type, types)}</span> ${escapeHtml(description)}</li>`,
  );
  return `${given}<ul class="arguments">${items.join('')}</ul>`;
}

function valueTable({ values }: GraphType): string {
  if (values.length === 0) return '';
  const rows = values.map(
    (value) =>
      `<tr><td>${code(value.name)}</td><td>${escapeHtml(value.description)}${deprecation(value).trim()}</td></tr>`,
  );
  return `<table><thead><tr><th>value</th><th>说明</th></tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>\n`;
}

function usedBy(users: readonly string[], types: TypesByName): string {
  if (users.length === 0) return '';
  const links = users.slice(0, USERS_AT_MOST).map((user) => {
    const [type = '', field = ''] = user.split('.');
    return `${nameLink(type, types)}.${field}`;
  });
  const more = users.length > USERS_AT_MOST ? ` and ${users.length - USERS_AT_MOST} more` : '';
  return `<p class="note">Used by ${links.join(', ')}${more}</p>\n`;
}
