import { request } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEADLINE_HEADER as GATEWAY_DEADLINE_HEADER } from '../../gateway/resilience/deadline.ts';
import { DEADLINE_HEADER, parseDeadline } from '../../shared/graphql/request-deadline.ts';
import { createSubgraphServer, type SubgraphServer } from '../../shared/graphql/subgraph-server.ts';
import { HOP_HEADERS, parseHopKeys, signHop } from '../../shared/identity/signed-hop.ts';
import { encodeViewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';
import { service } from '../testkit/viewers.ts';

const hopKeys = parseHopKeys(`test:${Buffer.from('a key of this test, of 32 bytes.').toString('base64url')}`);
const lines: string[] = [];
const log = createLogger('hrss', 'info', { write: (line: string) => void lines.push(line) });

let database: TestDatabase;
let dataSource: DataSource;
let server: SubgraphServer;
let port = 0;

beforeAll(async () => {
  database = await createServiceDatabase('hrss');
  dataSource = await openDataSource({ service: 'hrss', url: database.appUrl, entities: [], log, poolSize: 4 });
  const typeDefs = parse(`
    type Query { sleep(seconds: Float!): String fault(text: String!): String }
    type Mutation { write(key: String!, seconds: Float!): String }`);
  const resolvers = {
    Query: {
      sleep: async (_: unknown, { seconds }: { seconds: number }) => {
        await dataSource.query('select pg_sleep($1)', [seconds]);
        return 'slept';
      },
      fault: (_: unknown, { text }: { text: string }) => dataSource.query('select $1::uuid', [text]),
    },
    Mutation: {
      write: (_: unknown, { key, seconds }: { key: string; seconds: number }) =>
        dataSource.transaction(async (manager) => {
          const insert =
            'insert into refusal (fingerprint, actor, action, codes, detail, first_at, last_at, last_trace_id) values';
          await manager.query(`${insert} ($1, 'a', 'a', '{}', '{}', now(), now(), 't')`, [key]);
          await manager.query('select pg_sleep($1)', [seconds]);
          await manager.query(`${insert} ($1, 'a', 'a', '{}', '{}', now(), now(), 't')`, [`${key}-2`]);
          return 'written';
        }),
    },
  };
  const schema = buildSubgraphSchema([{ typeDefs, resolvers }]);
  server = await createSubgraphServer({ name: 'hrss', schema, hopKeys, log, isReady: async () => true });
  port = await server.listen('127.0.0.1', 0);
});

afterAll(async () => {
  await server.close();
  await dataSource.destroy();
  await database.drop();
});

function signed(body: string, deadlineAt?: number | string): Record<string, string> {
  const [key] = hopKeys;
  const viewer = encodeViewer(service);
  if (!key) throw new Error('no key');
  return {
    'content-type': 'application/json',
    [HOP_HEADERS.viewer]: viewer,
    ...signHop({ target: 'hrss', method: 'POST', path: '/graphql', body, viewer }, key),
    ...(deadlineAt === undefined ? {} : { [DEADLINE_HEADER]: String(deadlineAt) }),
  };
}

async function ask(query: string, deadlineAt?: number | string) {
  const body = JSON.stringify({ query });
  const headers = signed(body, deadlineAt);
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', body, headers });
  const json = await response.json();
  return { json, code: json.errors?.[0]?.extensions?.code };
}

async function running(): Promise<number> {
  const [row] = await dataSource.query(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and state = 'active' and query like 'select pg_sleep%'`,
  );
  return row.count;
}

async function written(key: string): Promise<number> {
  const [row] = await dataSource.query('select count(*)::int as count from refusal where fingerprint like $1', [
    `${key}%`,
  ]);
  return row.count;
}

describe('the deadline of a request', () => {
  it('has one name in gateway and subgraphs, and is believed only when it is near', () => {
    expect(DEADLINE_HEADER).toBe(GATEWAY_DEADLINE_HEADER);
    expect(parseDeadline('1000500', 1_000_000)).toBe(1_000_500);
    for (const absurd of ['', 'soon', '-5', '1e9', '9'.repeat(15), '0', undefined]) {
      expect(parseDeadline(absurd, 1_000_000)).toBeUndefined();
    }
  });

  it('that has passed on arrival is answered without a statement', async () => {
    expect((await ask('{ sleep(seconds: 0) }', Date.now() - 1)).code).toBe('DEADLINE_EXCEEDED');
    expect((await ask('{ sleep(seconds: 0) }', 'absurd')).json).toEqual({ data: { sleep: 'slept' } });
  });

  it('cancels the running statement, and the connection serves the next one', async () => {
    const answer = await ask('{ sleep(seconds: 20) }', Date.now() + 300);
    expect(answer.code).toBe('DEADLINE_EXCEEDED');
    await vi.waitFor(async () => expect(await running()).toBe(0));
    for (let turn = 0; turn < 8; turn += 1) {
      expect((await ask('{ sleep(seconds: 0) }')).json).toEqual({ data: { sleep: 'slept' } });
    }
  });

  it('never leaves half a mutation', async () => {
    expect((await ask('mutation { write(key: "late", seconds: 20) }', Date.now() + 300)).code).toBe(
      'DEADLINE_EXCEEDED',
    );
    expect(await written('late')).toBe(0);
    expect((await ask('mutation { write(key: "timely", seconds: 0) }', Date.now() + 20_000)).json).toEqual({
      data: { write: 'written' },
    });
    expect(await written('timely')).toBe(2);
  });
});

describe('a caller who hangs up', () => {
  /** Sends a request and hangs up once its statement runs. */
  async function hangUp(query: string): Promise<void> {
    const body = JSON.stringify({ query });
    const call = request({ port, host: '127.0.0.1', path: '/graphql', method: 'POST', headers: signed(body) });
    call.on('error', () => undefined);
    call.end(body);
    await vi.waitFor(async () => expect(await running()).toBe(1), { timeout: 10_000 });
    call.destroy();
  }

  it('stops the statement of a query', async () => {
    await hangUp('{ sleep(seconds: 25) }');
    await vi.waitFor(async () => expect(await running()).toBe(0), { timeout: 10_000 });
  });

  it('leaves a mutation that has begun to its end', async () => {
    await hangUp('mutation { write(key: "gone", seconds: 1.5) }');
    await vi.waitFor(async () => expect(await written('gone')).toBe(2), { timeout: 10_000 });
  });
});

describe('what a service says about itself', () => {
  it('measures requests, operations, errors and statements at /metrics, without a signature', async () => {
    await ask('query Named { sleep(seconds: 0) }');
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).toContain('http_server_request_duration_seconds_count{method="POST",route="/graphql",status="200"}');
    expect(text).toContain('graphql_operation_duration_seconds_count{operation="Named"}');
    expect(text).toContain('graphql_errors_total{code="DEADLINE_EXCEEDED"}');
    expect(text).toMatch(/sql_statement_duration_seconds_count\{result="ok"\} [1-9]/);
  });

  it('logs a failed statement by its condition, without a value', async () => {
    lines.length = 0;
    const { json } = await ask('{ fault(text: "canary-4711") }');
    expect(json.errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR');
    const text = lines.join('');
    expect(text).toContain('SQLSTATE 22P02');
    expect(text).toContain(json.errors[0].extensions.traceId);
    expect(text + JSON.stringify(json)).not.toContain('canary-4711');
  });
});
