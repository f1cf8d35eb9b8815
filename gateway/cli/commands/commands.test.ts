import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GraphqlClient } from '../graphql-client.ts';
import { isSupportedNode } from './doctor/machine-checks.ts';
import { evaluateCommand } from './evaluation/evaluate.command.ts';
import { frameworkCheckCommand } from './framework/framework.command.ts';
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

/** A client whose gateway answers what it is told to. */
function fakeClient(answers: readonly unknown[]): GraphqlClient {
  let asked = 0;
  const answering: typeof fetch = () => {
    asked += 1;
    return Promise.resolve(new Response(JSON.stringify(answers[asked - 1] ?? answers.at(-1)), { status: 200 }));
  };
  return new GraphqlClient({ url: 'http://hub.test/graphql', token: 't', fetch: answering });
}

it('takes a partial answer for an answer and a refused one for an error', async () => {
  const down = { message: '部门暂不可用', extensions: { code: 'SUBGRAPH_UNAVAILABLE', serviceName: 'hrss' } };
  const path = file('q.graphql', '{ a }');
  const partial = await queryCommand(fakeClient([{ data: { a: null }, errors: [down] }]), path, {});
  expect([partial.error, partial.warnings]).toEqual([null, ['部门 hrss 暂不可用，应答不完整']]);
  const refused = await queryCommand(
    fakeClient([{ errors: [{ message: '没有权限', extensions: { code: 'FORBIDDEN' } }] }]),
    path,
    {},
  );
  expect(refused.error).toMatchObject({ code: 'FORBIDDEN', message: '没有权限' });
  const variables = await queryCommand(fakeClient([]), path, { variables: '[1]' });
  expect(variables.error?.code).toBe('VARIABLES_NOT_JSON');
});

it('shows an evaluation as an aligned table with what is missing', async () => {
  const score = { value: '86.4', low: '80.1', high: '92', isComplete: false };
  const evaluation = {
    year: 2025,
    asOf: null,
    calculatedAt: '2026-01-01T00:00:00Z',
    model: 'm@1',
    isSuperseded: false,
    framework: { code: 'fengtai-2023', status: 'DERIVED' },
    score,
    suggestedGrade: null,
    possibleGrades: ['GOOD', 'EXCELLENT'],
    completeness: { expected: 10, received: 9, ratio: '0.9' },
    missing: [
      {
        memberUnit: { code: 'tax', name: '区税务局' },
        measures: [{ code: 'training-cost-deducted' }, { code: 'meetings', name: '推进会、现场会数量' }],
      },
    ],
    pillars: [
      {
        pillar: { code: '1', name: '组织领导' },
        weight: '20',
        score: { value: '90', low: '90', high: '90', isComplete: true },
      },
    ],
    indicators: { edges: [] },
  };
  const client = fakeClient([{ data: { subject: { code: '110106', name: '丰台区（演示）', evaluation } } }]);
  const outcome = await evaluateCommand(client, { subject: '110106', year: 2025 }, {});
  expect(outcome.plain).toContain('组织领导    20    90    90    90');
  expect(outcome.plain).toContain('建议类别：待定，可能为 良好、优秀（仅供参考，由会议审定）');
  expect(outcome.plain).toContain('区税务局：training-cost-deducted；推进会、现场会数量');
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
