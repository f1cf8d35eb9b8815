import { formatDimensions } from '../../../../shared/primitives/dimensions.ts';
import { err, ok, type Result } from '../../../../shared/primitives/result.ts';
import type { CliError } from '../../cli-error.ts';
import { formatInstant } from '../../format-instant.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { renderTable, truncate } from '../../table.ts';
import { fromTo } from '../../from-to.ts';
import { wordFor } from './evaluation-words.ts';
import {
  type ChangeShape,
  DIFF_DOCUMENT,
  diffAnswerSchema,
  type DiffShape,
  type ValueChangeShape,
} from './diff.query.ts';

export interface DiffOptions {
  readonly framework?: string | undefined;
}

interface DiffTarget {
  readonly subject: string;
  readonly year: number;
  readonly from: string;
  /** Absent: now. */
  readonly to: string | undefined;
}

/** What changed in an evaluation between two instants, as tables. */
export async function diffCommand(
  client: GraphqlClient,
  target: DiffTarget,
  { framework }: DiffOptions,
): Promise<CommandOutcome> {
  const found = await readChange(client, { ...target, framework });
  if (!found.ok) return failed(found.error);
  const { change, values } = found.value;
  const data = { ...change, values };
  return { data, plain: render(change, values), error: null };
}

const REASONS: Readonly<Record<string, string>> = {
  REPORTED: '首次核收',
  AMENDED: '更正',
  WITHDRAWN: '撤回',
  LOCKED: '锁定',
  RECOMPUTED: '重算',
};

interface WholeChange {
  readonly change: ChangeShape;
  readonly values: readonly ValueChangeShape[];
}

type Answer = Result<{ readonly data: { readonly evaluationDiff: DiffShape } }, CliError>;

/** The change with the values of every page. Later pages ask up to the instant that the first one was answered for. */
async function readChange(
  client: GraphqlClient,
  variables: Readonly<Record<string, unknown>>,
): Promise<Result<WholeChange, CliError>> {
  const values: ValueChangeShape[] = [];
  let first: ChangeShape | null = null;
  for (let after: string | null = null, more = true; more; ) {
    const to: unknown = first?.to ?? variables['to'];
    const answer: Answer = await client.askFor(diffAnswerSchema, DIFF_DOCUMENT, { ...variables, to, after });
    if (!answer.ok) return answer;
    const { evaluation, errors }: DiffShape = answer.value.data.evaluationDiff;
    const [fault] = errors;
    if (fault !== undefined) return err(fault);
    if (evaluation === null) break;
    first ??= evaluation;
    values.push(...evaluation.values.edges.map(({ node }) => node));
    after = evaluation.values.pageInfo.endCursor;
    more = evaluation.values.pageInfo.hasNextPage;
  }
  return first === null ? err(NOTHING) : ok({ change: first, values });
}

const NOTHING: CliError = {
  code: 'NOTHING_TO_COMPARE',
  message: '没有可比较的评价',
  messageEn: 'There is no evaluation to compare',
  remedy: '核对评价对象代码和评价年度',
};

function render(change: ChangeShape, values: readonly ValueChangeShape[]): string {
  const { subject, score, suggestedGrade, model } = change;
  const grades = [suggestedGrade?.before, suggestedGrade?.after].map((grade) =>
    grade == null ? null : wordFor(grade),
  );
  return [
    `${subject?.name ?? ''}（${subject?.code ?? ''}）${change.year} 年度评价  ${fromTo(formatInstant(change.from), formatInstant(change.to))}`,
    `总得分：${fromTo(score.before?.value, score.after?.value)}`,
    ...(suggestedGrade === null ? [] : [`建议类别：${fromTo(grades[0], grades[1])}（仅供参考，由会议审定）`]),
    model.isChanged ? `计分模型和目录：${fromTo(model.before, model.after)}` : '计分模型和目录未变',
    `评价意见变动 ${change.assessments.length} 条`,
    ...section(`指标变动 ${change.indicators.length} 项`, indicatorTable(change)),
    ...section(`值变动 ${values.length} 个`, valueTable(values)),
  ].join('\n');
}

function section(title: string, table: string | null): string[] {
  return table === null ? ['', title] : ['', title, table];
}

function indicatorTable({ indicators }: ChangeShape): string | null {
  if (indicators.length === 0) return null;
  return renderTable(
    [{ title: '指标' }, { title: '得分', align: 'right' }, { title: '说明' }],
    indicators.map(({ indicator, before, after }) => [
      `${indicator?.code ?? ''} ${truncate(indicator?.name ?? '', 40)}`,
      fromTo(before?.score?.value, after?.score?.value),
      truncate(after?.explanation ?? '', 80),
    ]),
  );
}

function valueTable(values: readonly ValueChangeShape[]): string | null {
  if (values.length === 0) return null;
  return renderTable(
    ['数据项', '报告期', '分组', '值', '修订', '原因', '责任单位', '批次'].map((title) => ({ title })),
    values.map(({ measure, period, dimensions, before, after, reason, memberUnit, publication }) => [
      truncate(measure?.name ?? measure?.code ?? '', 40),
      period?.code ?? '',
      formatDimensions(dimensions),
      fromTo(before?.value, after?.value),
      fromTo(before?.revision.toString(), after?.revision.toString()),
      REASONS[reason] ?? reason,
      memberUnit?.name ?? memberUnit?.code ?? '',
      publication ?? '',
    ]),
  );
}
