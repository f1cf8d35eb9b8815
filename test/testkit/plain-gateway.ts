import { join } from 'node:path';
import { printSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLSchema } from 'graphql';
import { directoryOf } from '../../gateway/resilience/subgraph-directory.ts';
import { createGateway, type Gateway } from '../../gateway/server.ts';
import { composeSupergraph, readSubgraphSchemas } from '../../gateway/supergraph/compose.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import type { HopKey } from '../../shared/identity/signed-hop.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';

export interface PlainGateway {
  readonly gateway: Gateway;
  /** Its GraphQL address. */
  readonly address: string;
}

/**
 * A real gateway over the committed schemas, those of living subgraphs put in their place, with long limits of time.
 * A token says itself who it is of: for tests about what people may, not about tokens.
 */
export async function startPlainGateway(options: {
  readonly catalogue: Catalogue;
  readonly hopKeys: readonly HopKey[];
  readonly living: ReadonlyMap<string, GraphQLSchema>;
  readonly urlOf: (name: string) => string;
}): Promise<PlainGateway> {
  const { catalogue, hopKeys, living, urlOf } = options;
  const committed = await readSubgraphSchemas(join(projectRoot, 'subgraphs'));
  const composed = composeSupergraph(
    committed.map((each) => {
      const schema = living.get(each.name);
      return schema === undefined ? each : { ...each, sdl: printSubgraphSchema(schema) };
    }),
  );
  if (!composed.ok) throw new Error(composed.error.join('\n'));
  const gateway = await createGateway({
    supergraph: { load: async () => composed.value, watch: () => () => undefined },
    subgraphUrls: Object.fromEntries(committed.map(({ name }) => [name, urlOf(name)])),
    hopKeys,
    tokens: { introspect: async (token) => viewerOf(token) },
    directory: directoryOf(catalogue),
    log: createLogger('test-gateway', 'silent'),
    timeLimits: { requestMs: 60_000, subgraphMs: 30_000, subgraphs: {} },
  });
  return { gateway, address: `http://127.0.0.1:${(await gateway.listen('127.0.0.1', 0)).port}/graphql` };
}

/** The token of a viewer at a plain gateway. */
export function plainToken(viewer: Viewer): string {
  return `hub_${Buffer.from(JSON.stringify(viewer)).toString('base64url')}`;
}

function viewerOf(token: string): Viewer {
  return JSON.parse(Buffer.from(token.slice('hub_'.length), 'base64url').toString('utf8'));
}
