import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GraphqlClient } from '../graphql-client.ts';
import { isSupportedNode } from './doctor.command.ts';
import { evaluateCommand } from './evaluate.command.ts';
import { frameworkCheckCommand } from './framework.command.ts';
import { indicatorPublishCommand } from './indicator-publish.command.ts';
import { queryCommand } from './query.command.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Sent {
  readonly query: string;
  readonly variables: { input: { idempotencyKey: string; observations: unknown[]; mode: string } };
}

/** A client whose gateway answers what it is told to, and remembers what it was asked. */
function fakeClient(answers: readonly unknown[]): { client: GraphqlClient; sent: Sent[] } {
  const sent: Sent[] = [];
  const answering: typeof fetch = (_url, init) => {
    sent.push(JSON.parse(String(init?.body)));
    return Promise.resolve(new Response(JSON.stringify(answers[sent.length - 1] ?? answers.at(-1)), { status: 200 }));
  };
  return { client: new GraphqlClient({ url: 'http://hub.test/graphql', token: 't', fetch: answering }), sent };
}

const ACCEPTED = {
  data: {
    payload: {
      publication: { id: 'p1', state: 'ACCEPTED', feedPosition: '7' },
      receipt: { sequence: '3', hash: 'abc', issuedAt: '2026-01-01T00:00:00Z' },
      errors: [],
    },
  },
};

const rows = (count: number) =>
  [
    'subject,period,measure,dimensions,value,explanation',
    ...Array.from({ length: count }, (_, i) => `110106,2025,m${i},,1,`),
  ].join('\n');

it('sends batches of at most a thousand rows under derived keys and prints the receipts', async () => {
  const { client, sent } = fakeClient([ACCEPTED]);
  const outcome = await indicatorPublishCommand(client, file('many.csv', rows(2_100)), {
    unit: 'hrss',
    idempotencyKey: 'k',
  });
  expect(outcome.error).toBeNull();
  expect(sent.map(({ variables: { input } }) => [input.idempotencyKey, input.observations.length])).toEqual([
    ['k', 1_000],
    ['k#2', 1_000],
    ['k#3', 100],
  ]);
  expect(sent[0]?.query).toContain('publishHrssObservations');
  expect(outcome.plain.split('\n')[0]).toBe('已收下 1000 行  批次 p1  ACCEPTED  回执 第 3 号 abc');
});

it('derives the same key from the same file, so that sending it twice is one act', async () => {
  const { client, sent } = fakeClient([ACCEPTED]);
  const path = file('same.csv', rows(1));
  await indicatorPublishCommand(client, path, { unit: 'union' });
  await indicatorPublishCommand(client, path, { unit: 'union' });
  expect(sent[0]?.variables.input.idempotencyKey).toBe(sent[1]?.variables.input.idempotencyKey);
  expect(sent[0]?.query).toContain('publishTradeUnionObservations');
});

it('names the line of the file for a finding, also in a later batch, and stops there', async () => {
  const finding = {
    code: 'CELL_NOT_OWNED',
    severity: 'ERROR',
    path: ['observations', '4', 'measure'],
    row: 5,
    message: '不归本单位',
    messageEn: 'not yours',
    rule: 'measure.owner',
    remedy: '核对分工',
  };
  const { client, sent } = fakeClient([
    ACCEPTED,
    { data: { payload: { publication: null, receipt: null, errors: [finding] } } },
  ]);
  const outcome = await indicatorPublishCommand(client, file('late.csv', rows(2_500)), { unit: 'hrss' });
  expect(sent).toHaveLength(2);
  expect(outcome.error?.code).toBe('PUBLICATION_REFUSED');
  expect(outcome.plain).toContain('第 1006 行 measure 强制性 [CELL_NOT_OWNED] 不归本单位；核对分工');
});

it('sends nothing when the file itself is faulty', async () => {
  const { client, sent } = fakeClient([ACCEPTED]);
  const outcome = await indicatorPublishCommand(
    client,
    file('bad.csv', 'subject,period,measure,value\n110106,2025,,1\n'),
    { unit: 'hrss' },
  );
  expect([outcome.error?.code, sent.length]).toEqual(['ROWS_FAULTY', 0]);
  const gbk = await indicatorPublishCommand(client, file('gbk.csv', Buffer.from([0xb7, 0xe1, 0xcc, 0xa8])), {
    unit: 'hrss',
  });
  expect(gbk.error?.code).toBe('FILE_UNREADABLE');
});

it('takes a partial answer for an answer and a refused one for an error', async () => {
  const down = { message: '部门暂不可用', extensions: { code: 'SUBGRAPH_UNAVAILABLE', serviceName: 'hrss' } };
  const path = file('q.graphql', '{ a }');
  const partial = await queryCommand(fakeClient([{ data: { a: null }, errors: [down] }]).client, path, {});
  expect([partial.error, partial.warnings]).toEqual([null, ['部门 hrss 暂不可用，应答不完整']]);
  const refused = await queryCommand(
    fakeClient([{ errors: [{ message: '没有权限', extensions: { code: 'FORBIDDEN' } }] }]).client,
    path,
    {},
  );
  expect(refused.error).toMatchObject({ code: 'FORBIDDEN', message: '没有权限' });
  const variables = await queryCommand(fakeClient([]).client, path, { variables: '[1]' });
  expect(variables.error?.code).toBe('VARIABLES_NOT_JSON');
});

it('shows an evaluation as an aligned table with what is missing', async () => {
  const score = { value: '86.4', low: '80.1', high: '92', isComplete: false };
  const evaluation = {
    year: 2025,
    asOf: null,
    framework: { code: 'fengtai-2023', status: 'DERIVED' },
    score,
    suggestedGrade: null,
    possibleGrades: ['GOOD', 'EXCELLENT'],
    completeness: { expected: 10, received: 9, ratio: '0.9' },
    missing: [{ memberUnit: { code: 'tax', name: '区税务局' }, measures: [{ code: 'training-cost-deducted' }] }],
    pillars: [
      {
        pillar: { code: '1', name: '组织领导' },
        weight: '20',
        score: { value: '90', low: '90', high: '90', isComplete: true },
      },
    ],
    indicators: { edges: [] },
  };
  const { client } = fakeClient([{ data: { subject: { code: '110106', name: '丰台区（演示）', evaluation } } }]);
  const outcome = await evaluateCommand(client, { subject: '110106', year: 2025 }, {});
  expect(outcome.plain).toContain('组织领导    20    90    90    90');
  expect(outcome.plain).toContain('建议类别：待定，可能为 良好、优秀（仅供参考，由会议审定）');
  expect(outcome.plain).toContain('区税务局：training-cost-deducted');
});

it('checks the shipped frameworks without a running hub', () => {
  expect(frameworkCheckCommand(undefined).error).toBeNull();
  expect(frameworkCheckCommand('nowhere').error?.code).toBe('FRAMEWORK_UNKNOWN');
});

it('says what is wrong when nobody answers', async () => {
  const nobody = new GraphqlClient({ url: 'http://127.0.0.1:1/graphql', token: 't' });
  expect(await nobody.ask('{ a }')).toMatchObject({ ok: false, error: { code: 'GATEWAY_UNREACHABLE' } });
  expect(await new GraphqlClient({ url: 'http://x/', token: null }).ask('{ a }')).toMatchObject({
    ok: false,
    error: { code: 'TOKEN_MISSING' },
  });
});

it('knows which Node is new enough', () => {
  expect(['20.18.3', '18.20.0'].map(isSupportedNode)).toEqual([false, false]);
  expect(['20.19.0', '22.1.0', '24.0.0'].map(isSupportedNode)).toEqual([true, true, true]);
});
