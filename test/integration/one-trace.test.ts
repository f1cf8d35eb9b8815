import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubTokenIntrospector } from '../../gateway/access/token-introspection.ts';
import { directoryOf } from '../../gateway/resilience/subgraph-directory.ts';
import { createGateway, type Gateway } from '../../gateway/server.ts';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import { createSubgraphServer, type SubgraphServer } from '../../shared/graphql/subgraph-server.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { freePort } from '../../shared/topology/process/free-port.ts';
import { createEvaluationSubgraph } from '../../subgraphs/evaluation/subgraph.ts';
import { department as union } from '../../subgraphs/union/department.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';
import { SpanRecorder } from '../testkit/span-recorder.ts';
import { HubWorld, hopKeys } from './hub-world.ts';

const catalogue = loadCatalogue();
const lines: Record<string, string[]> = { gateway: [], union: [], evaluation: [] };
const logOf = (name: 'gateway' | 'union' | 'evaluation') =>
  createLogger(name, 'debug', { write: (line: string) => void lines[name]?.push(line) });

/** One request that publishes, meets a fault of a subgraph, and asks one that is away. */
const REQUEST = `mutation ($publish: PublishTradeUnionObservationsInput!, $assessment: CreateAssessmentInput!) {
  publishTradeUnionObservations(input: $publish) {
    publication { id memberUnit { name } } receipt { hash } errors { code }
  }
  createAssessment(input: $assessment) { errors { code } }
}`;
const FAULTY = {
  item: 'x',
  subject: '110106',
  year: 2025,
  source: 'THIRD_PARTY',
  body: 'x',
  mark: '1',
  reason: 'x',
};

let spans: SpanRecorder;
let hub: HubWorld;
let department: TestDepartment;
let evaluationDatabase: TestDatabase;
let servers: SubgraphServer[];
let gateway: Gateway;
let address: string;
let token: string;

beforeAll(async () => {
  spans = SpanRecorder.install();
  [hub, department, evaluationDatabase] = await Promise.all([
    HubWorld.open(),
    startDepartment(union),
    createServiceDatabase('evaluation'),
  ]);
  const subgraphUrls: Record<string, string> = { hub: `http://127.0.0.1:${await freePort('127.0.0.1')}/graphql` };
  servers = await Promise.all([
    createSubgraphServer({
      name: 'union',
      schema: department.schema,
      hopKeys,
      log: logOf('union'),
      isReady: async () => true,
    }),
    createSubgraphServer({
      name: 'evaluation',
      schema: await createEvaluationSubgraph({ database: await aClosedDatabase(), catalogue, clock: systemClock }),
      hopKeys,
      log: logOf('evaluation'),
      isReady: async () => true,
    }),
  ]);
  for (const [index, name] of ['union', 'evaluation'].entries()) {
    subgraphUrls[name] = `http://127.0.0.1:${await servers[index]?.listen('127.0.0.1', 0)}/graphql`;
  }
  for (const name of ['hrss', 'sasac', 'education']) subgraphUrls[name] = subgraphUrls['hub'] ?? '';
  const [key] = hopKeys;
  if (!key) throw new Error('no key');
  gateway = await createGateway({
    supergraph: {
      load: async () => readFileSync(join(projectRoot, 'gateway/supergraph/supergraph.graphql'), 'utf8'),
      watch: () => () => undefined,
    },
    subgraphUrls,
    hopKeys,
    // People are asked for at the hub, whose part of the graph is away.
    tokens: new HubTokenIntrospector({ hubUrl: await hub.listen(), key, timeoutMs: 20_000 }),
    directory: directoryOf(catalogue),
    log: logOf('gateway'),
    timeLimits: { requestMs: 60_000, subgraphMs: 30_000, subgraphs: {} },
  });
  address = `http://127.0.0.1:${(await gateway.listen('127.0.0.1', 0)).port}/graphql`;
  const issued = await hub.services.tokens.issue(
    [
      {
        subject: 'test:union',
        memberUnit: 'union',
        roles: ['unit-editor', 'lead-evaluator'],
        purpose: '测试',
        days: 1,
      },
    ],
    'bootstrap',
  );
  token = issued.ok ? (issued.value[0] ?? '') : '';
});

afterAll(async () => {
  await gateway.close();
  await Promise.all(servers.map((server) => server.close()));
  await Promise.all([department.close(), hub.close(), evaluationDatabase.drop()]);
  spans.uninstall();
});

async function aClosedDatabase() {
  const log = createLogger('evaluation', 'silent');
  const dataSource = await openDataSource({
    service: 'evaluation',
    url: evaluationDatabase.appUrl,
    entities: [],
    log,
  });
  await dataSource.destroy();
  return dataSource;
}

async function ask(query: string, variables: object, headers: Record<string, string>) {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { headers: response.headers, body: await response.json() };
}

const rows = (sql: string): Promise<Record<string, string>[]> => department.dataSource.query(sql);

const linesOf = (name: keyof typeof lines, traceId: string) =>
  lines[name]?.map((line) => JSON.parse(line)).filter((line) => line.traceId === traceId) ?? [];

describe('one request', () => {
  const caller = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
  const observations = [{ subject: '110106', measure: 'fiscal-expenditure', period: '2025', value: '100' }];

  it("carries the client's trace into reply, errors, logs, audit and receipt", async () => {
    const variables = { publish: { idempotencyKey: newId(), onBehalfOf: 'finance', observations }, assessment: FAULTY };
    const { headers, body } = await ask(REQUEST, variables, {
      traceparent: `00-${caller.traceId}-${caller.spanId}-01`,
    });
    expect(headers.get('x-trace-id')).toBe(caller.traceId);
    const codes = body.errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code);
    expect(codes.sort()).toEqual(['INTERNAL_SERVER_ERROR', 'SUBGRAPH_UNAVAILABLE']);
    for (const { extensions } of body.errors) expect(extensions.traceId).toBe(caller.traceId);
    expect(linesOf('gateway', caller.traceId).map(({ msg }) => msg)).toContain('subgraph call got no answer');
    expect(linesOf('evaluation', caller.traceId).map(({ msg }) => msg)).toContain('resolver failed');
    // The fault of the second act took the answer with it; what the first did is done, and found by the trace.
    const publications = await rows('select distinct publication_id, trace_id from publication_event');
    expect(publications).toEqual([{ publication_id: expect.any(String), trace_id: caller.traceId }]);
    const [publication] = publications;
    expect(await rows("select object_id, trace_id from audit where result = 'ACCEPTED'")).toEqual([
      { object_id: publication?.['publication_id'], trace_id: caller.traceId },
    ]);
    const receipts = await rows('select publication_id, content from receipt');
    expect(receipts.map(({ content }) => JSON.parse(content ?? ''))).toMatchObject([
      { publicationId: publication?.['publication_id'], traceId: caller.traceId },
    ]);
  });

  it('is one tree of spans, from the client through gateway and subgraphs to SQL', () => {
    const own = spans.of(caller.traceId);
    const ids = new Set(own.map(({ spanId }) => spanId));
    const roots = own.filter(({ parentId }) => parentId === null || !ids.has(parentId));
    expect(roots).toMatchObject([{ name: 'gateway graphql', parentId: caller.spanId, isParentRemote: true }]);
    expect(own.every(({ isEnded }) => isEnded)).toBe(true);
    const paths = new Set(own.map((span) => spans.path(span).join(' < ')));
    expect(paths).toContain('sql statement < union graphql < call union < gateway graphql');
    expect(paths).toContain('sql statement < hub /internal/introspect < gateway graphql');
    expect(paths).toContain('evaluation graphql < call evaluation < gateway graphql');
    expect(own.filter(({ name }) => name === 'call hub').map(({ fault }) => fault)).not.toContain(undefined);
  });

  it('whose client brings no trace is one that the tracer begins, and answers by', async () => {
    const { headers } = await ask('{ tradeUnionObservations(first: 1) { totalCount } }', {}, {});
    const own = spans.of(headers.get('x-trace-id') ?? '');
    expect(own.filter(({ parentId }) => parentId === null).map(({ name }) => name)).toEqual(['gateway graphql']);
    const paths = own.map((span) => spans.path(span).join(' < '));
    expect(paths).toContain('sql statement < union graphql < call union < gateway graphql');
  });
});
