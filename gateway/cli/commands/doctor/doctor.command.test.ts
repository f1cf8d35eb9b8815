import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCliConfig } from '../../config.ts';
import { GraphqlClient } from '../../graphql-client.ts';
import { doctorCommand } from './doctor.command.ts';
import { readOwnProcesses } from './own-processes.ts';
import { checkDirectory, checkEvaluation } from './service-checks.ts';
import { checkWorker } from './worker-check.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fault = (code: string) => ({ message: code, extensions: { code } });

/** A hub that answers each question by the field it asks for; a field with several answers gives one after the other. */
function fakeHub(answers: Readonly<Record<string, readonly unknown[]>>): GraphqlClient {
  const asked = new Map<string, number>();
  const answering: typeof fetch = (_url, init) => {
    const { query }: { query: string } = JSON.parse(String(init?.body));
    const field = Object.keys(answers).find((name) => query.includes(name)) ?? '';
    const given = answers[field] ?? [{ errors: [fault('INTERNAL_SERVER_ERROR')] }];
    const count = asked.get(field) ?? 0;
    asked.set(field, count + 1);
    return Promise.resolve(new Response(JSON.stringify(given[Math.min(count, given.length - 1)]), { status: 200 }));
  };
  return new GraphqlClient({
    url: 'http://hub.test/graphql',
    token: 't',
    tokenFrom: '环境变量 HUB_TOKEN',
    fetch: answering,
  });
}

const since = '2026-01-01T00:00:00Z';
const subgraph = (code: string, state: string) => ({ code, availability: { state, since } });
const directory = (...subgraphs: unknown[]) => ({ data: { subgraphs } });
const progress = (position: string) => ({
  data: { evaluationProgress: [{ department: 'hrss', position, updatedAt: since }] },
});
const head = (position: string) => ({ data: { d0: { head: position } } });
const wait = () => Promise.resolve();

describe('the services', () => {
  it('are named with their state: the hub by its answer, departments as the hub sees them', async () => {
    const hub = fakeHub({ subgraphs: [directory(subgraph('hrss', 'AVAILABLE'), subgraph('union', 'UNAVAILABLE'))] });
    const { checks, departments } = await checkDirectory(hub);
    expect(checks.map(({ name, isHealthy }) => [name, isHealthy])).toEqual([
      ['令牌', true],
      ['服务 hub', true],
      ['服务 hrss', true],
      ['服务 union', false],
    ]);
    expect(checks.at(-1)?.found).toBe('不可用，自 2026-01-01T08:00:00+08:00');
    expect(departments).toEqual(['hrss', 'union']);
  });

  it('tell a token that is none from a hub that is away', async () => {
    const refused = await checkDirectory(fakeHub({ subgraphs: [{ errors: [fault('UNAUTHENTICATED')] }] }));
    expect(refused.checks.map(({ name, isHealthy }) => [name, isHealthy])).toEqual([['令牌', false]]);
    expect(refused.checks[0]?.remedy).toContain('取自环境变量 HUB_TOKEN');
    const away = await checkDirectory(fakeHub({ subgraphs: [{ errors: [fault('SUBGRAPH_UNAVAILABLE')] }] }));
    expect(away.checks.map(({ name, isHealthy }) => [name, isHealthy])).toEqual([['服务 hub', false]]);
  });

  it.each([
    ['answers', { data: { framework: null } }, true],
    ['is away', { data: { framework: null }, errors: [fault('SUBGRAPH_UNAVAILABLE')] }, false],
    ['may not be seen by this token', { errors: [fault('FORBIDDEN')] }, null],
  ])('say of the evaluation that it %s', async (_, answer, isHealthy) => {
    expect(await checkEvaluation(fakeHub({ framework: [answer] }))).toMatchObject({
      name: '服务 evaluation',
      isHealthy,
    });
  });
});

describe('the worker', () => {
  const options = { departments: ['hrss'], processes: new Map(), wait };

  it('is well when it has read every feed to the end that its department names', async () => {
    const hub = fakeHub({ evaluationProgress: [progress('7')], hrssChanges: [head('7')] });
    expect(await checkWorker(hub, options)).toMatchObject({
      isHealthy: true,
      found: '已读完各部门的变更流，落后 0 条；最近读到变更 2026-01-01T08:00:00+08:00',
    });
  });

  it('is well when it is behind and goes on', async () => {
    const hub = fakeHub({ evaluationProgress: [progress('7'), progress('8')], hrssChanges: [head('10')] });
    const { isHealthy, found } = await checkWorker(hub, options);
    expect([isHealthy, found]).toEqual([true, '落后 2 条（hrss 2），正在追赶']);
  });

  it('is not when it is behind and stands still, or its process is gone', async () => {
    const hub = fakeHub({ evaluationProgress: [progress('7')], hrssChanges: [head('10')] });
    const { isHealthy, found } = await checkWorker(hub, options);
    expect([isHealthy, found]).toEqual([
      false,
      '落后 3 条（hrss 3），10 秒内未前进；最近读到变更 2026-01-01T08:00:00+08:00',
    ]);
    const processes = new Map([['worker', { pid: 1, isRunning: false }]]);
    expect(await checkWorker(hub, { ...options, processes })).toMatchObject({ isHealthy: false, found: '进程未运行' });
  });

  it('says which department does not tell where its feed ends', async () => {
    const hub = fakeHub({
      evaluationProgress: [progress('7')],
      hrssChanges: [{ data: { d0: null }, errors: [fault('SUBGRAPH_UNAVAILABLE')] }],
    });
    expect((await checkWorker(hub, options)).found).toContain('hrss 未应答，不知其末位');
  });

  it('is not said to be well to a token that may not see how far it is', async () => {
    const hub = fakeHub({ evaluationProgress: [{ errors: [fault('FORBIDDEN')] }] });
    expect(await checkWorker(hub, options)).toMatchObject({ isHealthy: null, found: '所用令牌无权查看接收进度' });
  });
});

describe('the processes of a data folder', () => {
  const record = (address: string, pid: number) =>
    writeFileSync(
      join(folder, 'run.json'),
      JSON.stringify({
        launcher: { pid: process.pid },
        address,
        processes: { worker: { pid }, gateway: { pid: process.pid } },
      }),
    );
  const config = (url: string) => readCliConfig(url, { HUB_DATA: folder });

  it('are looked at where the hub that is asked is the one of the folder', () => {
    // No process has so high a number.
    record('http://127.0.0.1:4000', 2 ** 22 + 1);
    const found = readOwnProcesses(config('http://127.0.0.1:4000'));
    expect([...found].map(([name, { isRunning }]) => [name, isRunning])).toEqual([
      ['worker', false],
      ['gateway', true],
    ]);
    expect(readOwnProcesses(config('http://127.0.0.1:4001')).size).toBe(0);
  });

  it('are none where there is no record, or a damaged one', () => {
    expect(readOwnProcesses(config('http://127.0.0.1:4000')).size).toBe(0);
    writeFileSync(join(folder, 'run.json'), '{');
    expect(readOwnProcesses(config('http://127.0.0.1:4000')).size).toBe(0);
  });
});

it('counts what is not well, and asks nobody else where the token is none', async () => {
  const config = readCliConfig('http://127.0.0.1:1/graphql', { HUB_DATA: folder });
  const { plain, error, data } = await doctorCommand(
    config,
    fakeHub({ subgraphs: [{ errors: [fault('UNAUTHENTICATED')] }] }),
  );
  expect(error).toMatchObject({ code: 'DOCTOR_FINDINGS', message: '3 项检查未通过' });
  expect(plain).not.toContain('服务 worker');
  expect(JSON.stringify(data)).toContain('"name":"数据目录"');
});
