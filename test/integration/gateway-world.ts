import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, type GraphQLSchema, parse } from 'graphql';
import { createGateway, type Gateway, type GatewayOptions } from '../../gateway/server.ts';
import { defaultOverloadPolicy } from '../../gateway/overload/load-shedder.ts';
import { composeSupergraph } from '../../gateway/supergraph/compose.ts';
import type { SupergraphSource } from '../../gateway/supergraph/supergraph-source.ts';
import { ProcessNonceMemory } from '../../shared/identity/nonce-memory.ts';
import { HOP_HEADERS, type HopRefusal, parseHopKeys, verifyHop } from '../../shared/identity/signed-hop.ts';
import { decodeViewer, type Viewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';

/** How long a test waits for something to be observed; a loaded machine is slow, not wrong. */
export const PATIENT = { timeout: 15_000, interval: 10 };

/** Keys of these tests only. */
export const testKeys = parseHopKeys(`test:${Buffer.from('a key of the gateway tests, 32 by').toString('base64url')}`);

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requiresScopes"])\n';
/** Every viewer of these tests may use every root field; what the permission table refuses has tests of its own. */
const OPEN = '@requiresScopes(scopes: [["directory:read"]])';

export const SDL = {
  evaluation: `${LINK}
    type Query { subject(code: String!): Subject ${OPEN} whoami: String ${OPEN} echo(text: String!, times: Int): String ${OPEN} }
    type Mutation { record(text: String!): String ${OPEN} }
    type Subject @key(fields: "code") { code: String! name: String items(first: Int, last: Int): [Item!] }
    type Item @key(fields: "id") { id: ID! parent(first: Int): Item }`,
  hrss: `${LINK}
    type Query { hrssNote: String ${OPEN} hrssFault: String ${OPEN} hrssRefusal: String ${OPEN} hrssChanges(first: Int): ChangePage ${OPEN} }
    type ChangePage { head: String }
    type Subject @key(fields: "code") { code: String! hrss: String }
    type Item @key(fields: "id") { id: ID! hrss: String }`,
  sasac: `${LINK}
    type Subject @key(fields: "code") { code: String! sasac: String }`,
};

type Name = keyof typeof SDL;
type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly refusal: HopRefusal | null;
}

/** A subgraph over real HTTP that checks the hop as the real ones do, and can be told to misbehave. */
export class TestSubgraph {
  readonly received: Received[] = [];
  behaviour: Behaviour | null = null;
  /** Further headers of its GraphQL replies. */
  replyHeaders: Record<string, string> = {};
  /** Resolvers that wait call this; tests let them go on. */
  gate: Promise<void> = Promise.resolve();
  port = 0;
  private readonly server: Server;
  private readonly nonces = new ProcessNonceMemory();

  constructor(
    readonly name: string,
    private readonly schema: GraphQLSchema,
  ) {
    this.server = createServer((request, response) => void this.serve(request, response));
    // Longer than a stall of this one process: a connection that is let go while it is taken again fails a call.
    this.server.keepAliveTimeout = 60_000;
  }

  async start(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/graphql`;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const header = (name: string) => request.headers[name]?.toString();
    const viewer = header(HOP_HEADERS.viewer) ?? '';
    const source = header(HOP_HEADERS.source);
    const refusal = verifyHop(
      { target: this.name, method: request.method ?? '', path: request.url ?? '', body, viewer, source },
      header,
      {
        keys: testKeys,
        nonces: this.nonces,
        now: new Date(),
      },
    );
    this.received.push({ headers: request.headers, body: body.toString(), refusal });
    if (this.behaviour) return this.behaviour(request, response);
    if (refusal)
      return answer(response, 401, { errors: [{ message: refusal, extensions: { code: 'UNAUTHENTICATED' } }] });
    const { query, variables, operationName } = JSON.parse(body.toString());
    const contextValue = { viewer: decodeViewer(viewer), gate: () => this.gate };
    const result = await graphql({
      schema: this.schema,
      source: query,
      variableValues: variables,
      operationName,
      contextValue,
    });
    for (const [name, value] of Object.entries(this.replyHeaders)) response.setHeader(name, value);
    answer(response, 200, result);
  }
}

function answer(response: ServerResponse, status: number, data: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data));
}

interface TestContext {
  readonly viewer: Viewer | null;
  readonly gate: () => Promise<void>;
}

const codedError = (message: string, extensions: Record<string, unknown>) =>
  Object.assign(new Error(message), { extensions });

const resolvers: Record<Name, object> = {
  evaluation: {
    Query: {
      subject: (_: unknown, { code }: { code: string }) => ({ code, name: '示例区' }),
      echo: (_: unknown, { text, times }: { text: string; times?: number }) => text.repeat(times ?? 1),
      whoami: async (_: unknown, __: unknown, context: TestContext) => {
        await context.gate();
        return context.viewer?.subject ?? 'nobody';
      },
    },
    Mutation: {
      record: async (_: unknown, { text }: { text: string }, context: TestContext) => {
        await context.gate();
        return text;
      },
    },
    Subject: {
      __resolveReference: (reference: object) => reference,
      items: () => Array.from({ length: 300 }, (_, index) => ({ id: `i${index}` })),
    },
    Item: { __resolveReference: (reference: object) => reference },
  },
  hrss: {
    Query: {
      hrssNote: () => '人社',
      hrssChanges: () => ({ head: '0' }),
      hrssFault: () => {
        throw codedError('SELECT secret FROM hrss.observation at /srv/app', {
          code: 'INTERNAL_SERVER_ERROR',
          stacktrace: ['at /srv'],
        });
      },
      hrssRefusal: () => {
        throw codedError('无权查看', { code: 'FORBIDDEN', row: 3, sql: 'SELECT 1', stacktrace: ['at /srv'] });
      },
    },
    Subject: { __resolveReference: (reference: object) => reference, hrss: () => 'hrss-value' },
    Item: { __resolveReference: (reference: object) => reference, hrss: ({ id }: { id: string }) => `hrss-${id}` },
  },
  sasac: { Subject: { __resolveReference: (reference: object) => reference, sasac: () => 'sasac-value' } },
};

/** A supergraph that a test replaces at will. */
export class TestSource implements SupergraphSource {
  private onChange = () => {};
  constructor(public text: string) {}
  load = async () => this.text;
  watch = (onChange: () => void) => {
    this.onChange = onChange;
    return () => {
      this.onChange = () => {};
    };
  };
  publish(text: string): void {
    this.text = text;
    this.onChange();
  }
}

const lead = (subject: string): Viewer => ({
  subject,
  memberUnit: 'union',
  roles: ['lead-evaluator'],
  purpose: '测试',
});

export const viewers: Record<string, Viewer> = {
  hub_alice: lead('alice'),
  hub_bob: lead('bob'),
  hub_carol: lead('carol'),
  hub_worker: { subject: 'worker', memberUnit: null, roles: ['service'], purpose: '测试' },
  hub_auditor: { subject: 'auditor', memberUnit: null, roles: ['auditor'], purpose: '测试' },
  hub_hrss: { subject: 'clerk', memberUnit: 'hrss', roles: ['unit-editor'], purpose: '测试' },
};

/** The clock of a world stands still, so its buckets never fill again: tests about rates set their own. */
const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };

export function composed(sdl: Partial<Record<Name, string>> = SDL): string {
  const result = composeSupergraph(Object.entries(sdl).map(([name, text]) => ({ name, sdl: text })));
  if (!result.ok) throw new Error(result.error.join('\n'));
  return result.value;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the tests are about
  readonly json: any;
}

/** A real gateway on a free port with three test subgraphs behind it. */
export class GatewayWorld {
  readonly source = new TestSource(composed());
  readonly hub = { isUp: true, asked: [] as string[] };
  time = Date.now();
  gateway!: Gateway;
  address = '';

  private constructor(readonly subgraphs: Record<Name, TestSubgraph>) {}

  static async start(options: Partial<GatewayOptions> = {}): Promise<GatewayWorld> {
    const names = Object.keys(SDL) as Name[];
    const made = names.map(
      (name) =>
        [
          name,
          new TestSubgraph(
            name,
            buildSubgraphSchema([{ typeDefs: parse(SDL[name]), resolvers: resolvers[name] as never }]),
          ),
        ] as const,
    );
    const world = new GatewayWorld(Object.fromEntries(made) as Record<Name, TestSubgraph>);
    await Promise.all(Object.values(world.subgraphs).map((subgraph) => subgraph.start()));
    world.gateway = await createGateway(world.options(options));
    world.address = `http://127.0.0.1:${(await world.gateway.listen('127.0.0.1', 0)).port}`;
    return world;
  }

  /** Forgets the calls that subgraphs have received. */
  forgetCalls(): void {
    for (const subgraph of Object.values(this.subgraphs)) subgraph.received.length = 0;
  }

  /** How many calls all subgraphs have received. */
  countCalls(): number {
    return Object.values(this.subgraphs).reduce((sum, { received }) => sum + received.length, 0);
  }

  options(options: Partial<GatewayOptions> = {}): GatewayOptions {
    const urls = Object.fromEntries(Object.values(this.subgraphs).map((subgraph) => [subgraph.name, subgraph.url]));
    return {
      supergraph: this.source,
      subgraphUrls: urls,
      hopKeys: testKeys,
      tokens: {
        introspect: async (token) => {
          this.hub.asked.push(token);
          if (!this.hub.isUp) throw new Error('hub is away');
          return viewers[token] ?? null;
        },
      },
      directory: {
        nameOf: (name) => (name === 'hrss' ? '人力社保' : name),
        unitsOf: (name) => (name === 'hrss' ? [{ code: 'hrss', name: '区人力社保局' }] : []),
      },
      log: createLogger('gateway-test', 'silent'),
      clock: { now: () => new Date(this.time) },
      rates: { client: UNLIMITED, unit: UNLIMITED, service: UNLIMITED, stranger: UNLIMITED },
      // Gateway, departments and test are one process here: how late it is says nothing of the gateway.
      overload: { ...defaultOverloadPolicy, inFlightPerClient: 1_000, busyMs: Number.POSITIVE_INFINITY },
      timeLimits: { requestMs: 60_000, subgraphMs: 30_000, subgraphs: {} },
      // Tests that stop a gateway are about something else; an orderly end has tests of its own.
      shutdownLimitMs: 900,
      ...options,
    };
  }

  async ask(
    query: string,
    {
      token = 'hub_alice',
      headers = {},
      variables = {},
    }: { token?: string | null; headers?: Record<string, string>; variables?: object } = {},
  ): Promise<Answer> {
    const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    return this.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization, ...headers },
      body: JSON.stringify({ query, variables }),
    });
  }

  async fetch(path: string, init?: RequestInit): Promise<Answer> {
    const response = await fetch(this.address + path, init);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  }

  async stop(): Promise<void> {
    await this.gateway.close();
    await Promise.all(Object.values(this.subgraphs).map((subgraph) => subgraph.stop().catch(() => {})));
  }
}

/** A promise and the way to fulfil it. */
export function aGate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
