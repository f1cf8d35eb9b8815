import type { GraphQLSchema } from 'graphql';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { buildSubgraph } from '../../shared/graphql/federation.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { type DirectoryDependencies, MemberUnitDirectory } from './member-unit/member-unit.directory.ts';
import { createMemberUnitResolver } from './member-unit/member-unit.resolver.ts';
import { createViewerResolver } from './viewer/viewer.resolver.ts';

export type HubDependencies = DirectoryDependencies;

/** The hub's part of the graph: member units, their responsibilities and availability, and who is asking. */
export function createHubSubgraph(dependencies: HubDependencies): Promise<GraphQLSchema> {
  const directory = new MemberUnitDirectory(dependencies);
  return buildSubgraph({
    resolvers: [createMemberUnitResolver(directory), createViewerResolver(directory)],
    references: {
      MemberUnit: ({ code }) => (typeof code === 'string' ? directory.unit(code) : null),
    },
  });
}

/** The same without anything to watch: its shape is all that is asked of it. */
export function schemaForPrinting(): Promise<GraphQLSchema> {
  const availability = { current: async () => new Map<string, never>() };
  return createHubSubgraph({ catalogue: loadCatalogue(), clock: systemClock, availability });
}
