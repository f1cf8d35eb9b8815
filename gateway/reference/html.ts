import type { Graph, GraphType, GraphTypeRef } from './graph.ts';
import { homesOf, typeHref, typesPage } from './page-names.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it may stand in HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

export function code(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}

/** The types of a graph by name, for links. */
export type TypesByName = ReadonlyMap<string, GraphType>;

export function typesByName({ types }: Graph): TypesByName {
  return new Map(types.map((type) => [type.name, type]));
}

/** `[Grade!]!` with the name in it linked. */
export function typeLink({ text, name }: GraphTypeRef, types: TypesByName): string {
  const href = typeHref(types.get(name));
  return href === null ? escapeHtml(text) : text.replace(name, `<a href="${href}">${name}</a>`);
}

/** A link to a type by its bare name. */
export function nameLink(name: string, types: TypesByName): string {
  return typeLink({ text: name, name, isRequired: false }, types);
}

export interface Page {
  readonly file: string;
  readonly title: string;
  /** What stands in the margin below the list of pages. */
  readonly contents: string;
  readonly main: string;
}

/** A whole page. Styles and scripts are files beside it, so that it may be served under any content security policy. */
export function renderPage({ file, title, contents, main }: Page, owners: readonly string[]): string {
  const pages: [string, string][] = [
    ['index.html', 'Overview'],
    ['queries.html', 'Queries'],
    ['mutations.html', 'Mutations'],
    ...homesOf(owners).map((home): [string, string] => [typesPage(home), `Types: ${home}`]),
  ];
  const links = pages.map(
    ([href, text]) => `<li><a href="${href}"${href === file ? ' aria-current="page"' : ''}>${text}</a></li>`,
  );
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · workforce-reform-hub</title>
<link rel="stylesheet" href="reference.css">
<script src="search-index.js" defer></script>
<script src="search.js" defer></script>
</head>
<body>
<header>
<a class="home" href="index.html">workforce-reform-hub · GraphQL</a>
<div class="search" role="search">
<input id="search" type="search" placeholder="Search types, fields, 中文  ( / )" aria-label="Search" autocomplete="off">
<ol id="found" hidden></ol>
</div>
</header>
<nav aria-label="Pages">
<ul class="pages">
${links.join('\n')}
</ul>
${contents}
</nav>
<main>
<h1>${escapeHtml(title)}</h1>
${main}
</main>
</body>
</html>
`;
}

/** Links to places on the same page. */
export function contentsList(title: string, names: readonly string[]): string {
  const links = names.map((name) => `<li><a href="#${name}">${escapeHtml(name)}</a></li>`);
  return `<details open><summary>${escapeHtml(title)}</summary>\n<ul>${links.join('')}</ul></details>`;
}
