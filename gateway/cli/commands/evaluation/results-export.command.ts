import { z } from 'zod';
import { err, ok } from '../../../../shared/primitives/result.ts';
import { CSV_MARK, csvRecord } from '../../../../shared/primitives/spreadsheet-cell.ts';
import { cliErrors } from '../../cli-error.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { type ListQuery, readPages } from '../../pages.ts';
import { writeWholeFile } from '../../write-whole-file.ts';

export interface ResultsExportOptions {
  readonly framework: string;
  readonly year: number;
  readonly output: string;
  /** Only the office may ask for scores. */
  readonly withScores?: boolean | undefined;
}

/** Columns in their order; the score only where it was asked for. */
const COLUMNS = [
  '评价类别',
  '代码',
  '名称',
  '审定主体',
  '审定会议',
  '纪要编号',
  '审定日期',
  '通报文号',
  '说明',
] as const;
const SCORE_COLUMN = '最终得分（内部参考）';
const DEMO = '演示数据，不作依据';
const BODIES: Readonly<Record<string, string>> = { OFFICE: '协调小组办公室', MEETING: '协调小组会议' };

const entrySchema = z.object({
  gradeName: z.string(),
  participant: z.object({ code: z.string(), name: z.string() }),
  body: z.string(),
  meetingName: z.string().nullable(),
  minutesNumber: z.string().nullable(),
  decidedOn: z.string(),
  noticeNumber: z.string().nullable(),
  score: z.string().nullable(),
  isDemo: z.boolean(),
});
type Entry = z.infer<typeof entrySchema>;

/** Writes the circulated categories of a year for the annual appraisal: by category, in the official order, no ranks. */
export async function resultsExportCommand(
  client: GraphqlClient,
  options: ResultsExportOptions,
): Promise<CommandOutcome> {
  const { output } = options;
  if (!/\.csv$/i.test(output)) return failed({ ...cliErrors.fileNameUnknown(output), remedy: '文件名以 .csv 结尾' });
  const withScores = options.withScores === true;
  const written = await writeWholeFile(output, async (write) => {
    await write(CSV_MARK + csvRecord(withScores ? [...COLUMNS, SCORE_COLUMN] : COLUMNS));
    let rows = 0;
    for await (const page of readPages(client, listOf(options))) {
      if (!page.ok) return page;
      if (page.value === null) return err(cliErrors.unexpectedAnswer('null'));
      await write(page.value.nodes.map((entry) => csvRecord(cellsOf(entry, withScores))).join(''));
      rows += page.value.nodes.length;
    }
    return ok(rows);
  });
  if (!written.ok) return failed(written.error);
  const plain =
    written.value === 0
      ? `${options.year}年度没有已通报的评价结果，已写出只有表头的 ${output}`
      : `已导出 ${written.value} 个参评单位的评价类别到 ${output}`;
  return { data: { rows: written.value, output }, plain, error: null };
}

function listOf({ framework, year, withScores }: ResultsExportOptions): ListQuery<Entry> {
  return {
    query: `query ($framework: ID!, $year: Int!, $withScores: Boolean, $first: Int, $after: String) {
      page: appraisalEntries(framework: $framework, year: $year, withScores: $withScores, first: $first, after: $after) {
        edges { node {
          gradeName participant { code name } body meetingName minutesNumber decidedOn noticeNumber score isDemo
        } }
        pageInfo { hasNextPage endCursor }
      }
    }`,
    variables: { framework, year, withScores: withScores === true },
    node: entrySchema,
  };
}

function cellsOf(entry: Entry, withScores: boolean): string[] {
  const { gradeName, participant, body, meetingName, minutesNumber, decidedOn, noticeNumber, score, isDemo } = entry;
  const cells = [
    ...[gradeName, participant.code, participant.name, BODIES[body] ?? body, meetingName ?? ''],
    ...[minutesNumber ?? '', decidedOn, noticeNumber ?? '', isDemo ? DEMO : ''],
  ];
  return withScores ? [...cells, score ?? ''] : cells;
}
