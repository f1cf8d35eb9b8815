import type { GraphQLSchema } from 'graphql';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { buildSubgraph } from '../../shared/graphql/federation.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { createAuditResolver } from './access-audit/access-audit.resolver.ts';
import { createDataReadResolver } from './data-read/data-read.resolver.ts';
import { createGrantResolver } from './grant/grant.resolver.ts';
import type { HubServices } from './hub-services.ts';
import { type DirectoryDependencies, MemberUnitDirectory } from './member-unit/member-unit.directory.ts';
import { createMemberUnitResolver } from './member-unit/member-unit.resolver.ts';
import { createPersonResolver } from './person/person.resolver.ts';
import { createPersonRoleResolver } from './person/person-role.resolver.ts';
import { createTokenResolver } from './token/token.resolver.ts';
import { createViewerResolver } from './viewer/viewer.resolver.ts';

export interface HubDependencies extends DirectoryDependencies {
  /** Asked for when a resolver runs, so that the schema can be printed without a database. */
  readonly services: () => HubServices;
}

/**
 * The hub's part of the graph: member units, their responsibilities and availability; who is asking, what callers may
 * do and what they did.
 */
export function createHubSubgraph(dependencies: HubDependencies): Promise<GraphQLSchema> {
  const { services } = dependencies;
  const directory = new MemberUnitDirectory(dependencies);
  return buildSubgraph({
    resolvers: [
      createMemberUnitResolver(directory),
      createViewerResolver(directory),
      createTokenResolver(directory, () => services().tokens),
      createGrantResolver(directory, () => services().grants),
      createPersonResolver(directory, () => services().people),
      createPersonRoleResolver(directory, () => services().people),
      createDataReadResolver(directory, () => services().reads),
      createAuditResolver(directory, () => services().audit),
    ],
    references: {
      MemberUnit: ({ code }) => (typeof code === 'string' ? directory.unit(code) : null),
    },
  });
}

/** The same without anything to watch: its shape is all that is asked of it. */
export function schemaForPrinting(): Promise<GraphQLSchema> {
  const availability = { current: async () => new Map<string, never>() };
  const services = (): never => {
    throw new Error('a schema that is printed answers nothing');
  };
  return createHubSubgraph({ catalogue: loadCatalogue(), clock: systemClock, availability, services });
}
