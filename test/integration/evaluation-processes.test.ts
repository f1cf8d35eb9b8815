import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

describe('the processes of the evaluation', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createServiceDatabase('evaluation');
  });

  afterAll(() => database.drop());

  const start = (file: string, environment: Record<string, string>): ChildProcess =>
    fork(file, {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, DATABASE_URL: database.appUrl, HUB_DEMO: 'on', LOG_LEVEL: 'silent', ...environment },
    });
  const stop = async (child: ChildProcess): Promise<number | null> => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const [code] = await ended;
    return code;
  };

  it('the subgraph listens, answers nothing unsigned, and stops when told to', async () => {
    const child = start('subgraphs/evaluation/main.ts', { HOP_KEYS: 'k:c2VjcmV0' });
    const [message] = await once(child, 'message');
    expect(message).toMatchObject({ type: 'listening', port: expect.any(Number) });
    const address = `http://127.0.0.1:${message.port}`;
    expect((await fetch(`${address}/health?ready`)).status).toBe(200);
    const unsigned = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ frameworks { code } }' }),
    });
    expect(unsigned.status).toBe(401);
    expect(await stop(child)).toBe(0);
  });

  it('the worker is ready and stays alive with the gateway down, and stops when told to', async () => {
    const child = start('subgraphs/evaluation/worker/main.ts', {
      GATEWAY_URL: 'http://127.0.0.1:9/graphql',
      SERVICE_TOKEN: 'hub_test',
    });
    const [message] = await once(child, 'message');
    expect(message).toMatchObject({ type: 'listening', port: expect.any(Number) });
    const address = `http://127.0.0.1:${message.port}`;
    expect((await fetch(`${address}/health?ready`)).status).toBe(200);
    const readMetrics = async (): Promise<string> => (await fetch(`${address}/metrics`)).text();
    // Of several workers one follows the feeds: it is ready before it knows that it is the one.
    for (const department of ['hrss', 'sasac', 'education', 'union'])
      await expect
        .poll(readMetrics, { timeout: 10_000 })
        .toMatch(new RegExp(`^change_feed_lag_seconds{department="${department}"} \\d`, 'm'));
    const metrics = await readMetrics();
    expect(metrics).toContain('recalculation_duration_seconds_count 0');
    expect(metrics).toContain('process_resident_memory_bytes');
    expect((await fetch(`${address}/graphql`, { method: 'POST' })).status).toBe(404);
    expect(await stop(child)).toBe(0);
  });
});
