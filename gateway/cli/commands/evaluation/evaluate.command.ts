import { formatDimensions } from '../../../../shared/primitives/dimensions.ts';
import { cliErrors } from '../../cli-error.ts';
import { formatInstant } from '../../format-instant.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { type Column, renderTable, truncate } from '../../table.ts';
import { CALCULATION_DOCUMENT, calculationAnswerSchema } from './calculation.query.ts';
import { renderCalculation } from './calculation-tree.ts';
import { readableFigure, wordFor } from './evaluation-words.ts';
import {
  EVALUATION_DOCUMENT,
  evaluationAnswerSchema,
  type EvaluationShape,
  type IndicatorResultShape,
  type ScoreShape,
} from './evaluation.query.ts';

export interface EvaluateOptions {
  /** Lists the indicators under their pillars. */
  readonly indicators?: boolean | undefined;
  /** Key or number of one indicator to explain. */
  readonly explain?: string | undefined;
  /** Another framework than the one in force. */
  readonly framework?: string | undefined;
  /** Instant as of which the result is shown. */
  readonly asOf?: string | undefined;
}

/** The evaluation of a subject as a table. */
export async function evaluateCommand(
  client: GraphqlClient,
  target: { subject: string; year: number },
  options: EvaluateOptions,
): Promise<CommandOutcome> {
  const answer = await client.askFor(evaluationAnswerSchema, EVALUATION_DOCUMENT, {
    code: target.subject,
    year: target.year,
    framework: options.framework,
    asOf: options.asOf,
  });
  if (!answer.ok) return failed(answer.error);
  const { data, errors } = answer.value;
  const { subject } = data;
  const evaluation = subject?.evaluation ?? null;
  if (subject === null || evaluation === null) {
    const [fault] = errors;
    return failed(fault ? await client.toCliError(fault) : cliErrors.notEvaluated(target.subject, target.year));
  }
  const warnings = errors.length === 0 ? [] : ['部分内容暂不可用，名称或来源可能不全'];
  if (options.explain !== undefined) {
    return explain(client, evaluation, { target, options, wanted: options.explain, warnings });
  }
  const heading = `${subject.name}（${subject.code}）${evaluation.year} 年度评价  指标体系 ${evaluation.framework.code}`;
  const parts = [
    heading,
    ...whenKnown(evaluation, options),
    '',
    scoreTable(evaluation, options.indicators ?? false),
    '',
    ...summary(evaluation),
  ];
  return { data: subject, plain: parts.join('\n'), error: null, warnings };
}

/** Of a result as of an instant: since when it held, by which model, and whether it still does. */
function whenKnown({ calculatedAt, model, isSuperseded }: EvaluationShape, { asOf }: EvaluateOptions): string[] {
  if (asOf === undefined) return [];
  const since = isSuperseded ? '此后已有新的结果' : '此后没有变动';
  return [`${formatInstant(asOf)} 所知的结果（${formatInstant(calculatedAt)} 起，${since}）  模型 ${model}`];
}

const SCORE_COLUMNS: readonly Column[] = [
  { title: '得分', align: 'right' },
  { title: '最低', align: 'right' },
  { title: '最高', align: 'right' },
];

function scoreTable(evaluation: EvaluationShape, withIndicators: boolean): string {
  const columns: Column[] = [{ title: '指标' }, { title: '权重', align: 'right' }, ...SCORE_COLUMNS, { title: '' }];
  const rows = evaluation.pillars.flatMap(({ pillar, weight, score }) => [
    [pillar.name ?? pillar.code, weight, ...scoreCells(score), mark(score)],
    ...(withIndicators ? indicatorRows(evaluation, pillar.code) : []),
  ]);
  return renderTable(columns, [...rows, ['合计', '100', ...scoreCells(evaluation.score), mark(evaluation.score)]]);
}

function indicatorRows({ indicators }: EvaluationShape, pillar: string): string[][] {
  return indicators.edges
    .map(({ node }) => node)
    .filter(({ indicator }) => indicator.pillar.code === pillar)
    .map(({ indicator, score }) => [
      `  ${indicator.code} ${truncate(indicator.name, 40)}`,
      indicator.weight ?? '',
      ...scoreCells(score),
      mark(score),
    ]);
}

function scoreCells(score: ScoreShape): string[] {
  return score === null ? ['—', '', ''] : [score.value ?? '—', score.low, score.high];
}

function mark(score: ScoreShape): string {
  return score === null || !score.isComplete ? '不完整' : '';
}

function summary({ suggestedGrade, possibleGrades, completeness, missing }: EvaluationShape): string[] {
  const grade =
    suggestedGrade === null
      ? `建议类别：待定，可能为 ${possibleGrades.map(wordFor).join('、') || '—'}`
      : `建议类别：${wordFor(suggestedGrade)}`;
  const received = completeness === null ? [] : [`数据到位：${completeness.received} / ${completeness.expected}`];
  const units = missing.map(({ memberUnit, measures }) => {
    const name = memberUnit?.name ?? memberUnit?.code ?? '（未知单位）';
    return `  ${name}：${measures.map(({ code, name: measure }) => measure ?? code).join('；')}`;
  });
  return [`${grade}（仅供参考，由会议审定）`, ...received, ...(units.length === 0 ? [] : ['尚缺：', ...units])];
}

interface ExplainRequest {
  readonly target: { readonly subject: string; readonly year: number };
  readonly options: EvaluateOptions;
  /** Key or number. */
  readonly wanted: string;
  readonly warnings: readonly string[];
}

/** One indicator with the evidence of its score and the calculation step by step, as far as the viewer may see it. */
async function explain(
  client: GraphqlClient,
  { indicators }: EvaluationShape,
  { target, options, wanted, warnings }: ExplainRequest,
): Promise<CommandOutcome> {
  const result = indicators.edges
    .map(({ node }) => node)
    .find(({ indicator }) => indicator.key === wanted || indicator.code === wanted);
  if (result === undefined) return failed(cliErrors.unknownIndicator(wanted));
  const answer = await client.askFor(calculationAnswerSchema, CALCULATION_DOCUMENT, {
    code: target.subject,
    year: target.year,
    framework: options.framework,
    asOf: options.asOf,
    key: result.indicator.key,
  });
  if (!answer.ok) return failed(answer.error);
  const calculation = answer.value.data.subject?.evaluation?.indicators.edges[0]?.node.calculation ?? null;
  const tree = calculation === null ? '计分过程：不显示' : renderCalculation(calculation);
  const plain = [explanationOf(result), '', tree].join('\n');
  return { data: { ...result, calculation }, plain, error: null, warnings };
}

function explanationOf({ indicator, leadUnit, status, score, explanation, evidence }: IndicatorResultShape): string {
  const [value, low, high] = scoreCells(score);
  const table = renderTable(
    [
      { title: '数据项' },
      { title: '报告期' },
      { title: '分组' },
      { title: '值', align: 'right' },
      { title: '单位' },
      { title: '状态' },
      { title: '责任单位' },
    ],
    evidence.map((item) => [
      truncate(item.measure.name, 40),
      item.period.code,
      formatDimensions(item.dimensions),
      readableFigure(item.value, item.measure.unitOfMeasure?.code ?? ''),
      item.measure.unitOfMeasure?.name ?? '',
      wordFor(item.state ?? ''),
      item.memberUnit?.name ?? item.memberUnit?.code ?? '',
    ]),
  );
  return [
    `${indicator.code} ${indicator.name}（${indicator.key}）  权重 ${indicator.weight ?? '—'}`,
    `牵头单位：${leadUnit?.name ?? leadUnit?.code ?? '—'}  状态：${wordFor(status)}  得分：${value}  区间：${low || '—'} – ${high || '—'}`,
    ...(explanation === null ? [] : ['', explanation]),
    '',
    table,
  ].join('\n');
}
