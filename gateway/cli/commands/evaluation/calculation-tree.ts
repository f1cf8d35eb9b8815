import { formatDimensions } from '../../../../shared/primitives/dimensions.ts';
import { readableFigure, wordFor } from './evaluation-words.ts';
import type { CalculationShape, ReadingShape, StepShape } from './calculation.query.ts';

/** A calculation as an indented tree: each step with its score, its rule, what it read and what it waits for. */
export function renderCalculation({ steps, framework, model, resultModel, isReproduced }: CalculationShape): string {
  const lines = steps.flatMap((step) => renderStep(step, isLast(step, steps)));
  const versions = [`指标体系 ${framework}  计分模型 ${model}`];
  if (!isReproduced) versions.push(`注意：本次计算与存档的得分不一致，存档所用的计分模型为 ${resultModel}`);
  return ['计分过程：', ...lines, '', ...versions].join('\n');
}

function renderStep(step: StepShape, last: boolean): string[] {
  const indent = '  '.repeat(step.level);
  const branch = step.level === 0 ? '' : `${last ? '└' : '├'} `;
  const share = step.weight === null ? '' : `（份额 ${step.weight}）`;
  const below = `${indent}${step.level === 0 ? '  ' : last ? '    ' : '│   '}`;
  return [
    `${indent}${branch}${step.label}  ${scoreWords(step)}  ${step.ruleName}${share}`,
    ...detailsOf(step).map((line) => `${below}${line}`),
  ];
}

function detailsOf(step: StepShape): string[] {
  const { formula, standard, readings, assessments, note, gaps } = step;
  return [
    `规则：${formula}`,
    ...(standard === null ? [] : [`标准：${standard.name}（${wordFor(standard.status)}：${standard.reason}）`]),
    ...readings.flatMap(readingLines),
    ...assessments.map(({ mark, id }) => `评价意见：${mark} 分（${id}）`),
    ...(note === null ? [] : [`扣分原因：${note}`]),
    ...gaps.map((gap) => {
      const what = gap.assessmentItem?.name ?? gap.measure?.name ?? '';
      const who = gap.memberUnit === null ? '' : `（${gap.memberUnit.name ?? gap.memberUnit.code}）`;
      return `尚缺：${gap.period?.code ?? ''} ${what}${who}：${gap.rule}`;
    }),
  ];
}

function readingLines({
  status,
  value,
  low,
  high,
  inputs,
  intermediateValues,
  hiddenInputs,
  carriedFrom,
}: ReadingShape): string[] {
  const unit = intermediateValues.at(-1)?.measure ?? inputs[0]?.measure;
  const shown = (text: string | null) => readableFigure(text, unit?.unitOfMeasure?.code ?? '');
  const known = value === null ? `${wordFor(status)}，在 ${shown(low)} 与 ${shown(high)} 之间` : shown(value);
  const carried = carriedFrom === null ? '' : `（沿用 ${carriedFrom} 年换届的值）`;
  return [
    `所读的值：${known}${carried}`,
    ...intermediateValues.map((each) => {
      const figure = readableFigure(each.value, each.measure?.unitOfMeasure?.code ?? '');
      return `  中间值：${each.period?.code ?? ''} ${each.measure?.name ?? ''}${places(each.dimensions)} ${each.operation} ${figure}`;
    }),
    ...inputs.map((input) => {
      const code = input.measure?.unitOfMeasure?.code ?? '';
      const receipt = input.receiptHash === null ? '' : `，回执 ${input.receiptHash.slice(0, 12)}…`;
      const from = input.memberUnit?.name ?? input.memberUnit?.code ?? '在评价中计算';
      return `  依据：${input.period?.code ?? ''} ${input.measure?.name ?? ''}${places(input.dimensions)} ${readableFigure(input.value, code)}（${from}，第 ${input.revision} 版${receipt}）`;
    }),
    ...(hiddenInputs === 0 ? [] : [`  另有 ${hiddenInputs} 个值无权查看`]),
  ];
}

function places(dimensions: StepShape['readings'][number]['inputs'][number]['dimensions']): string {
  return dimensions.length === 0 ? '' : `（${formatDimensions(dimensions)}）`;
}

function scoreWords({ score, status }: StepShape): string {
  if (status === 'NOT_APPLICABLE' || status === 'INFORMATIONAL') return wordFor(status);
  if (score.value === null) return `未得分，${score.low} 至 ${score.high}`;
  return score.isComplete ? `${score.value} 分` : `${score.value} 分，${score.low} 至 ${score.high}`;
}

function isLast({ position, parent }: StepShape, steps: readonly StepShape[]): boolean {
  return !steps.some((other) => other.parent === parent && other.position > position);
}
