import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GraphqlClient } from '../../graphql-client.ts';
import { resultsExportCommand } from './results-export.command.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-results-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const entry = (name: string, more: object = {}) => ({
  node: {
    ...{ gradeName: '优秀', participant: { code: 'hrss', name }, body: 'MEETING', meetingName: '第1次会议' },
    ...{
      minutesNumber: '纪要〔2026〕3号',
      decidedOn: '2026-03-01',
      noticeNumber: '专报第1期',
      score: null,
      isDemo: true,
    },
    ...more,
  },
});

function clientOf(edges: readonly object[]): { client: GraphqlClient; asked: object[] } {
  const asked: object[] = [];
  const answering: typeof fetch = (_url, init) => {
    asked.push(JSON.parse(String(init?.body)).variables);
    const page = { edges, pageInfo: { hasNextPage: false, endCursor: null } };
    return Promise.resolve(new Response(JSON.stringify({ data: { page } }), { status: 200 }));
  };
  return { client: new GraphqlClient({ url: 'http://hub.test/graphql', token: 't', fetch: answering }), asked };
}

describe('hub results export', () => {
  const options = { framework: 'fengtai-2023', year: 2025 };

  it('writes categories with their basis for the annual appraisal, without scores (rule 58)', async () => {
    const output = join(folder, 'results.csv');
    const { client, asked } = clientOf([entry('区人力社保局')]);
    const { data, error } = await resultsExportCommand(client, { ...options, output });
    expect([data, error]).toEqual([{ rows: 1, output }, null]);
    expect(readFileSync(output, 'utf8')).toBe(
      '\ufeff评价类别,代码,名称,审定主体,审定会议,纪要编号,审定日期,通报文号,说明\r\n' +
        '优秀,hrss,区人力社保局,协调小组会议,第1次会议,纪要〔2026〕3号,2026-03-01,专报第1期,演示数据，不作依据\r\n',
    );
    expect(asked).toEqual([{ ...options, withScores: false, first: 500, after: null }]);
  });

  it('has a column of scores where they are asked for', async () => {
    const output = join(folder, 'scores.csv');
    const { client } = clientOf([entry('区人力社保局', { score: '91.25', isDemo: false })]);
    await resultsExportCommand(client, { ...options, output, withScores: true });
    const [head, row] = readFileSync(output, 'utf8').split('\r\n');
    expect(head?.endsWith('最终得分（内部参考）')).toBe(true);
    expect(row?.endsWith(',91.25')).toBe(true);
  });

  it('lets no cell become a formula', async () => {
    const output = join(folder, 'formula.csv');
    const { client } = clientOf([entry('=HYPERLINK("http://x")', { meetingName: '@SUM(1)' })]);
    await resultsExportCommand(client, { ...options, output });
    const text = readFileSync(output, 'utf8');
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(text).toContain(`'@SUM(1)`);
  });

  it('writes nothing to a file of another kind', async () => {
    const { error } = await resultsExportCommand(clientOf([]).client, { ...options, output: join(folder, 'r.docx') });
    expect(error).toMatchObject({ code: 'FILE_FORMAT_UNKNOWN' });
  });
});
