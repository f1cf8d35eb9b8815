import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSubgraphServer, type SubgraphServer } from '../../shared/graphql/subgraph-server.ts';
import { HOP_HEADERS, parseHopKeys, signHop } from '../../shared/identity/signed-hop.ts';
import { encodeViewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { viewers } from '../integration/gateway-world.ts';
import { report, seeded, sized } from './fault-row.ts';
import { pick, upTo } from '../testkit/seeded-random.ts';

const key = (id: string, text: string) => `${id}:${Buffer.from(text.padEnd(32)).toString('base64url')}`;
const [first, second, foreign] = parseHopKeys([key('a', 'first'), key('b', 'second'), key('a', 'foreign')].join(','));
if (!first || !second || !foreign) throw new Error('three keys');

let server: SubgraphServer;
let address: string;
let resolved = 0;

beforeAll(async () => {
  const typeDefs = parse(
    'type Query { secret: String } type Mutation { write(text: String): String } type Thing @key(fields: "id") { id: ID! }',
  );
  const count = (value: unknown) => {
    resolved += 1;
    return value;
  };
  const resolvers = {
    Query: { secret: () => count('canary') },
    Mutation: { write: () => count('canary') },
    Thing: { __resolveReference: (reference: object) => count(reference) },
  };
  server = await createSubgraphServer({
    name: 'fault',
    schema: buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]),
    hopKeys: [first, second],
    log: createLogger('fault', 'silent'),
    isReady: async () => true,
  });
  address = `http://127.0.0.1:${await server.listen('127.0.0.1', 0)}`;
});
afterAll(() => server.close());

const QUERIES = [
  '{ secret }',
  'mutation { write(text: "x") }',
  '{ _service { sdl } }',
  '{ _entities(representations: [{ __typename: "Thing", id: "1" }]) { __typename } }',
  '{ __schema { types { name } } }',
];

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: Record<string, string>;
}

function genuine(
  query: string,
  { signedBy = first, at = new Date() }: { signedBy?: typeof first; at?: Date } = {},
): Call {
  const body = JSON.stringify({ query });
  const viewer = encodeViewer(viewers.hub_alice as never);
  const signed = signHop({ target: 'fault', method: 'POST', path: '/graphql', body, viewer }, signedBy as never, at);
  return {
    method: 'POST',
    path: '/graphql',
    body,
    headers: { 'content-type': 'application/json', [HOP_HEADERS.viewer]: viewer, ...signed },
  };
}

async function call({ method, path, body, headers }: Call): Promise<{ status: number; text: string }> {
  const response = await fetch(address + path, { method, headers, ...(method === 'GET' ? {} : { body }) });
  return { status: response.status, text: await response.text() };
}

const without = (made: Call, name: string): Call => {
  const { [name]: _left, ...headers } = made.headers;
  return { ...made, headers };
};
const changed = (made: Call, name: string, to: string): Call => ({ ...made, headers: { ...made.headers, [name]: to } });

type Random = () => number;

/** Another character of the kind at a random place. */
function flip(random: Random, text: string): string {
  const at = upTo(random, text.length);
  const other = text[at] === 'A' ? 'B' : 'A';
  return text.slice(0, at) + other + text.slice(at + 1);
}

const minutes = (count: number) => new Date(Date.now() + count * 60_000);
const inPayload = (random: Random, made: Call, name: string) =>
  changed(made, name, flip(random, made.headers[name] ?? ''));

/** Ways to call a subgraph without being the gateway. */
const forgeries: [string, (random: Random, query: string) => Call][] = [
  ['no signature at all', (_, query) => ({ ...genuine(query), headers: { 'content-type': 'application/json' } })],
  ...[HOP_HEADERS.key, HOP_HEADERS.time, HOP_HEADERS.nonce, HOP_HEADERS.signature, HOP_HEADERS.viewer].map(
    (name): [string, (random: Random, query: string) => Call] => [
      `no ${name}`,
      (_, query) => without(genuine(query), name),
    ],
  ),
  ['another key under a known name', (_, query) => genuine(query, { signedBy: foreign })],
  ['a key nobody knows', (_, query) => changed(genuine(query), HOP_HEADERS.key, 'zzz')],
  ['an altered body', (_, query) => ({ ...genuine('{ __typename }'), body: JSON.stringify({ query }) })],
  ['a blank more', (_, query) => ({ ...genuine(query), body: `${genuine(query).body} ` })],
  [
    'another viewer',
    (_, query) => changed(genuine(query), HOP_HEADERS.viewer, encodeViewer(viewers.hub_worker as never)),
  ],
  ['an altered viewer', (random, query) => inPayload(random, genuine(query), HOP_HEADERS.viewer)],
  ['an altered nonce', (random, query) => inPayload(random, genuine(query), HOP_HEADERS.nonce)],
  ['another time', (_, query) => changed(genuine(query), HOP_HEADERS.time, String(Date.now() + 1_000))],
  ['a signature cut short', (_, query) => changed(genuine(query), HOP_HEADERS.signature, 'AAAA')],
  ['ten minutes ago', (_, query) => genuine(query, { at: minutes(-10) })],
  ['in ten minutes', (_, query) => genuine(query, { at: minutes(10) })],
  ['by GET', (_, query) => ({ ...genuine(query), method: 'GET', path: `/graphql?query=${encodeURIComponent(query)}` })],
  ['as plain text', (_, query) => changed(genuine(query), 'content-type', 'text/plain')],
  ['under another path', (_, query) => ({ ...genuine(query), path: '/graphql?x=1' })],
];

describe('S4: calls to a subgraph that are not the gateway’s', () => {
  it('are refused without running anything, and say nothing', { timeout: 300_000 }, async (context) => {
    const random = seeded();
    const n = sized(400, 10_000);
    const answered: string[] = [];
    resolved = 0;
    for (let index = 0; index < n; index += 1) {
      const [name, make] = forgeries[index % forgeries.length] ?? pick(random, forgeries);
      const query = pick(random, QUERIES);
      const { status, text } = await call(make(random, query));
      const isRefused = status >= 400 && status < 500 && !/canary|sdl|__schema|"data":\{/.test(text);
      if (!isRefused) answered.push(`${name}: ${query}: ${status} ${text.slice(0, 200)}`);
    }
    report(context, {
      row: 'S4',
      what: 'unsigned, altered, stale or foreign calls',
      n,
      failures: answered.length + resolved,
    });
    expect(answered).toEqual([]);
    expect(resolved).toBe(0);
  });

  it('are refused when they are what the gateway sent, once more', async (context) => {
    const n = sized(40, 1_000);
    const wrong: string[] = [];
    for (let index = 0; index < n; index += 1) {
      const made = genuine(QUERIES[index % QUERIES.length] ?? '', { signedBy: index % 2 ? second : first });
      const statuses = [(await call(made)).status, (await call(made)).status, (await call(made)).status];
      if (statuses.join() !== '200,401,401') wrong.push(statuses.join());
    }
    report(context, { row: 'S4', what: 'replays; both live keys are taken', n: n * 3, failures: wrong.length });
    expect(wrong).toEqual([]);
  });

  it('let one through of many that carry the same nonce at once', async (context) => {
    const n = sized(20, 200);
    const made = genuine('{ secret }');
    const answers = await Promise.all(Array.from({ length: n }, () => call(made)));
    const taken = answers.filter(({ status }) => status === 200).length;
    report(context, { row: 'S4', what: 'one nonce, many at once', n, failures: Math.abs(taken - 1) });
    expect(taken).toBe(1);
  });
});
