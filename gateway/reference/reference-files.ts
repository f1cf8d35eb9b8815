import { renderPage } from './html.ts';
import { indexPage } from './index-page.ts';
import { homesOf } from './page-names.ts';
import { printPublicSchema } from './public-schema.ts';
import { readGraph } from './read-graph.ts';
import { rootPage } from './root-page.ts';
import { searchIndex } from './search-index.ts';
import { typePage, usersOf } from './type-page.ts';

/** Every generated file of `docs/reference` by name: a pure function of the composed graph and the permission table. */
export function referenceFiles(supergraph: string): ReadonlyMap<string, string> {
  const graph = readGraph(supergraph);
  const users = usersOf(graph);
  const pages = [
    indexPage(graph),
    rootPage(graph, 'Query'),
    rootPage(graph, 'Mutation'),
    ...homesOf(graph.owners).map((home) => typePage(graph, home, users)),
  ];
  return new Map([
    ...pages.map((page): [string, string] => [page.file, renderPage(page, graph.owners)]),
    ['search-index.js', searchIndex(graph)],
    ['schema.graphql', printPublicSchema(supergraph)],
  ]);
}
