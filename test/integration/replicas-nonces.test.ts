import { randomBytes } from 'node:crypto';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSubgraphServer, type SubgraphServer } from '../../shared/graphql/subgraph-server.ts';
import { NonceRegister } from '../../shared/identity/nonce-register.ts';
import { HOP_HEADERS, type HopKey, signHop } from '../../shared/identity/signed-hop.ts';
import { signUpload } from '../../shared/identity/signed-upload.ts';
import { encodeViewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openNonceTable } from '../../shared/persistence/nonce-table.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { aViewer } from './hub-world.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

const key: HopKey = { id: 'test', secret: randomBytes(32) };
const log = createLogger('hrss', 'silent');
const viewer = encodeViewer(aViewer());

/** What was done, by whichever replica. */
const done: string[] = [];
const note = (name: string) => {
  done.push(name);
  return name;
};

let database: TestDatabase;
let replicas: { server: SubgraphServer; nonces: NonceRegister }[];

beforeAll(async () => {
  database = await createServiceDatabase('hrss');
  replicas = await Promise.all([1, 2].map(() => startReplica(database.appUrl)));
});
afterAll(async () => {
  await Promise.all(replicas.map(close));
  await database.drop();
});

async function startReplica(url: string) {
  const nonces = new NonceRegister(openNonceTable({ service: 'hrss', url, log }));
  const field = (name: string) => ({ type: GraphQLString, resolve: () => note(name) });
  const server = await createSubgraphServer({
    name: 'hrss',
    schema: new GraphQLSchema({
      query: new GraphQLObjectType({ name: 'Query', fields: { read: field('read') } }),
      mutation: new GraphQLObjectType({ name: 'Mutation', fields: { write: field('write') } }),
    }),
    hopKeys: [key],
    nonces,
    log,
    isReady: async () => true,
    routes: (app) => app.post('/internal/act', async () => ({ act: note('act') })),
    upload: async () => ({ status: 200, body: { taken: note('upload') } }),
  });
  return { server, nonces };
}

async function close({ server, nonces }: Awaited<ReturnType<typeof startReplica>>): Promise<void> {
  await server.close();
  await nonces.close();
}

interface Call {
  readonly url: string;
  readonly payload: string;
  readonly headers: Record<string, string>;
}

function signedCall(path: string, body: object, at = new Date()): Call {
  const payload = JSON.stringify(body);
  const hop = { target: 'hrss', method: 'POST', path, body: payload, viewer };
  const headers = { 'content-type': 'application/json', [HOP_HEADERS.viewer]: viewer, ...signHop(hop, key, at) };
  return { url: path, payload, headers };
}

function anUpload(): Call {
  const hop = { target: 'hrss', path: '/uploads', contentType: 'text/csv', viewer };
  const headers = { 'content-type': 'text/csv', [HOP_HEADERS.viewer]: viewer, ...signUpload(hop, key).headers };
  return { url: '/uploads', payload: 'a,b', headers };
}

async function send(replica: number, call: Call) {
  const answer = await replicas[replica]?.server.app.inject({ method: 'POST', ...call });
  return { status: answer?.statusCode, body: answer?.json() };
}

const CALLS: readonly [string, () => Call][] = [
  ['a query', () => signedCall('/graphql', { query: '{ read }' })],
  ['a mutation', () => signedCall('/graphql', { query: 'mutation { write }' })],
  ['a call of the gateway itself', () => signedCall('/internal/act', {})],
];

it.each(CALLS)('%s captured at one replica is worth nothing at the other', async (_what, make) => {
  const call = make();
  done.length = 0;
  expect((await send(0, call)).status).toBe(200);
  const again = await send(1, call);
  expect(again.status).toBe(401);
  expect(again.body.data).toBeUndefined();
  // What only reads may have begun beside the claim; what acts has not.
  if (!call.payload.includes('read')) expect(done).toHaveLength(1);
  // It reaches as many as it likes when signed anew.
  expect((await send(1, make())).status).toBe(200);
});

it('an upload captured at one replica is not taken by the other', async () => {
  const call = anUpload();
  done.length = 0;
  await send(0, call);
  expect((await send(1, call)).status).toBe(401);
  expect(done).toEqual(['upload']);
});

it('of the same mutation sent to both at once one is carried out', async () => {
  done.length = 0;
  const calls = Array.from({ length: 20 }, () => signedCall('/graphql', { query: 'mutation { write }' }));
  const outcomes = await Promise.all(calls.map((call) => Promise.all([send(0, call), send(1, call)])));
  for (const pair of outcomes) expect(pair.map(({ status }) => status).sort()).toEqual([200, 401]);
  expect(done).toHaveLength(20);
});

it('many calls at once cost a few statements, and none of them its own', async () => {
  const claims = () =>
    withClient(database.ownerUrl, async (client) => {
      // Statistics of functions are told late; a sequence of statements is counted by what they leave.
      const { rows } = await client.query(
        'select count(distinct xmin::text)::int as count, count(*)::int as nonces from hop_nonce',
      );
      return rows[0];
    });
  const before = await claims();
  await Promise.all(Array.from({ length: 60 }, () => send(0, signedCall('/graphql', { query: '{ read }' }))));
  const after = await claims();
  expect(after.nonces - before.nonces).toBe(60);
  expect(after.count - before.count).toBeLessThan(30);
});

it('after a crash that emptied the table, calls of before are not taken, and those signed anew are', async () => {
  const captured = signedCall('/graphql', { query: 'mutation { write }' });
  expect((await send(0, captured)).status).toBe(200);
  await withClient(database.ownerUrl, (client) => client.query('truncate hop_nonce, hop_nonce_epoch'));
  done.length = 0;
  expect((await send(1, captured)).status).toBe(503);
  expect(done).toEqual([]);
  const soon = new Date(Date.now() + 1_000);
  expect((await send(1, signedCall('/graphql', { query: 'mutation { write }' }, soon))).status).toBe(200);
});

it('forgets what is out of every window, and nothing else', async () => {
  const parts = (sql: string) => withClient(database.ownerUrl, (client) => client.query(sql));
  const minutes = (count: number) => `now() + interval '${count} minutes'`;
  await parts('truncate hop_nonce');
  for (const age of [-10, -5, 0, 5, 10, 20])
    await parts(`insert into hop_nonce select hop_nonce_part(${minutes(age)}), 'of ${age}'`);
  await withClient(database.appUrl, (app) => app.query('select turn_hop_nonces()'));
  const { rows } = await parts('select nonce from hop_nonce');
  // The part that is to come after the next was of half an hour ago.
  expect(rows.map(({ nonce }) => nonce).sort()).toEqual(['of -10', 'of -5', 'of 0', 'of 10', 'of 5']);
});

it('the role of the service cannot see, change or forget nonces by itself', async () => {
  for (const statement of ['select 1 from hop_nonce', 'truncate hop_nonce_0', 'delete from hop_nonce_epoch'])
    await expect(withClient(database.appUrl, (app) => app.query(statement))).rejects.toThrow('permission denied');
});

it('takes no call while the database is away', async () => {
  const lonely = await createServiceDatabase('hrss');
  const replica = await startReplica(lonely.appUrl);
  await lonely.drop();
  const answer = await replica.server.app.inject({ method: 'POST', ...signedCall('/graphql', { query: '{ read }' }) });
  expect([answer.statusCode, answer.json().data]).toEqual([503, undefined]);
  await close(replica);
});
