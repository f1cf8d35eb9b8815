import { expect, it } from 'vitest';
import { GraphqlClient } from '../../graphql-client.ts';
import { diffCommand } from './diff.command.ts';

const value = (measure: string) => ({
  node: {
    ...{ measure: { code: measure, name: '技师人数' }, period: { code: '2025' }, dimensions: [] },
    ...{ memberUnit: { code: 'hrss', name: '区人力社保局' }, reason: 'AMENDED', publication: 'p-1' },
    ...{ before: { value: '100', revision: 1 }, after: { value: '120', revision: 2 } },
  },
});

const change = (values: unknown) => ({
  ...{ subject: { code: '110106', name: '丰台区（演示）' }, year: 2025, framework: { code: 'fengtai-2023' } },
  ...{ from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' },
  model: { before: 'm@1', after: 'm@1', isChanged: false },
  score: { before: { value: '88.2' }, after: { value: '88.9' } },
  suggestedGrade: { before: 'GOOD', after: 'GOOD' },
  ...{ pillars: [], assessments: [], values },
  indicators: [
    {
      indicator: { code: '33', key: 'skill-structure', name: '技能结构' },
      before: { score: { value: '80' }, explanation: '' },
      after: { score: { value: '90' }, explanation: '得90分' },
    },
  ],
});

it('shows score, indicators and values that changed, with revision, reason, unit and publication', async () => {
  const asked: Record<string, unknown>[] = [];
  const pages = [
    { totalCount: 2, pageInfo: { hasNextPage: true, endCursor: 'next' }, edges: [value('a')] },
    { totalCount: 2, pageInfo: { hasNextPage: false, endCursor: null }, edges: [value('b')] },
  ];
  const answering: typeof fetch = (_url, init) => {
    asked.push(JSON.parse(String(init?.body)).variables);
    const data = { evaluationDiff: { evaluation: change(pages[asked.length - 1]), errors: [] } };
    return Promise.resolve(new Response(JSON.stringify({ data }), { status: 200 }));
  };
  const client = new GraphqlClient({ url: 'http://hub.test/graphql', token: 't', fetch: answering });
  const target = { subject: '110106', year: 2025, from: '2026-01-01T00:00:00Z', to: undefined };
  const { plain, error } = await diffCommand(client, target, {});
  expect(error).toBeNull();
  expect(plain).toContain('2025 年度评价  2026-01-01T08:00:00+08:00 → 2026-02-01T08:00:00+08:00');
  expect(plain).toContain('总得分：88.2 → 88.9');
  expect(plain).toContain('计分模型和目录未变');
  expect(plain).toMatch(/33 技能结构\s+80 → 90\s+得90分/);
  expect(plain).toContain('值变动 2 个');
  expect(plain).toMatch(/100 → 120\s+1 → 2\s+更正\s+区人力社保局\s+p-1/);
  // The pages are of one and the same comparison, however long reading them takes.
  expect(asked.map(({ to, after }) => [to, after])).toEqual([
    [undefined, null],
    ['2026-02-01T00:00:00.000Z', 'next'],
  ]);
});

it('passes on why nothing can be compared', async () => {
  const fault = { code: 'INSTANTS_OUT_OF_ORDER', message: 'm', messageEn: 'm', remedy: 'r' };
  const data = { evaluationDiff: { evaluation: null, errors: [fault] } };
  const answering: typeof fetch = () => Promise.resolve(new Response(JSON.stringify({ data }), { status: 200 }));
  const client = new GraphqlClient({ url: 'http://hub.test/graphql', token: 't', fetch: answering });
  const { error } = await diffCommand(client, { subject: '1', year: 2025, from: 'a', to: 'b' }, {});
  expect(error?.code).toBe('INSTANTS_OUT_OF_ORDER');
});
