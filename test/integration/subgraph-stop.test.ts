import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { Agent, request } from 'node:http';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { expect, it } from 'vitest';
import { createSubgraphServer } from '../../shared/graphql/subgraph-server.ts';
import { HOP_HEADERS, type HopKey, signHop } from '../../shared/identity/signed-hop.ts';
import { encodeViewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { aViewer } from './hub-world.ts';

it('a subgraph that is told to stop answers what it has begun and lets the connection go with it', async () => {
  const key: HopKey = { id: 'test', secret: randomBytes(32) };
  const signals = new EventEmitter();
  const begun = once(signals, 'begun');
  const slow = async () => {
    const finished = once(signals, 'finish');
    signals.emit('begun');
    await finished;
    return 'x';
  };
  const fields = { read: { type: GraphQLString, resolve: slow } };
  const server = await createSubgraphServer({
    name: 'hrss',
    schema: new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) }),
    hopKeys: [key],
    log: createLogger('hrss', 'silent'),
    isReady: async () => true,
  });
  const port = await server.listen('127.0.0.1', 0);
  const body = JSON.stringify({ query: '{ read }' });
  const viewer = encodeViewer(aViewer());
  const hop = { target: 'hrss', method: 'POST', path: '/graphql', body, viewer };
  const headers = { 'content-type': 'application/json', [HOP_HEADERS.viewer]: viewer, ...signHop(hop, key) };
  const agent = new Agent({ keepAlive: true });
  const answered = new Promise<[number | undefined, string | undefined]>((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path: '/graphql', method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve([response.statusCode, response.headers.connection]));
    });
    asked.once('error', reject);
    asked.end(body);
  });
  await begun;
  const closed = server.close();
  signals.emit('finish');
  expect(await answered).toEqual([200, 'close']);
  // An idle connection is kept for longer than any test waits.
  await closed;
  agent.destroy();
});
