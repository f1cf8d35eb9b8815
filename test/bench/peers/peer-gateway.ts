import { parseHopKeys, signHop, HOP_HEADERS } from '../../../shared/identity/signed-hop.ts';
import { requireFrom } from '../harness/peer-folder.ts';

/**
 * The peer of P1 and P2 as a process: `@apollo/gateway` and Apollo Server as their guides set them up, before the same
 * subgraphs. It signs its calls as the product does and speaks for one viewer; it checks no token, no limit and no scope.
 */
interface Ask {
  readonly supergraphSdl: string;
  readonly hopKeys: string;
  readonly viewer: string;
  readonly hasCache: boolean;
}

type Send = (url: string, init: { headers: Record<string, string>; body: string }) => Promise<unknown>;

const [folder = ''] = process.argv.slice(2);
const load = requireFrom(folder);
process.once('disconnect', () => process.exit(0));
process.once('message', (ask: Ask) => void start(ask));
process.send?.({ ready: true });

/** What a plugin is told of a request whose execution begins. */
interface Executed {
  readonly overallCachePolicy: { restrict(hint: { maxAge: number; scope: 'PUBLIC' }): void };
}

function giveAge({ overallCachePolicy }: Executed): void {
  overallCachePolicy.restrict({ maxAge: 600, scope: 'PUBLIC' });
}

async function start({ supergraphSdl, hopKeys, viewer, hasCache }: Ask): Promise<void> {
  const { ApolloGateway, RemoteGraphQLDataSource } = load('@apollo/gateway');
  const { ApolloServer } = load('@apollo/server');
  const { startStandaloneServer } = load('@apollo/server/standalone');
  const { ApolloServerPluginCacheControl } = load('@apollo/server/plugin/cacheControl');
  const { ApolloServerPluginCacheControlDisabled } = load('@apollo/server/plugin/disabled');
  const [key] = parseHopKeys(hopKeys);
  if (key === undefined) throw new Error('no key');

  /** Signs what is sent, as late as the body is known. */
  const signing =
    (target: string, send: Send): Send =>
    (url, init) => {
      const { pathname } = new URL(url);
      const signed = signHop({ target, method: 'POST', path: pathname, body: init.body, viewer }, key);
      return send(url, { ...init, headers: { ...init.headers, [HOP_HEADERS.viewer]: viewer, ...signed } });
    };

  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService({ name, url }: { name: string; url: string }) {
      const source = new RemoteGraphQLDataSource({ url, honorSubgraphCacheControlHeader: false });
      source.fetcher = signing(name, source.fetcher);
      return source;
    },
  });
  const responseCache = hasCache
    ? [
        // A gateway resolves no field itself, so its answers have no age unless they are given one.
        { requestDidStart: async () => ({ executionDidStart: async (facts: Executed) => giveAge(facts) }) },
        ApolloServerPluginCacheControl({ defaultMaxAge: 600, calculateHttpHeaders: false }),
        load('@apollo/server-plugin-response-cache').default({ extraCacheKeyData: async () => viewer }),
      ]
    : [ApolloServerPluginCacheControlDisabled()];
  const server = new ApolloServer({ gateway, introspection: false, plugins: responseCache });
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
  process.send?.({ url });
}
