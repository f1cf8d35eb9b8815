import type { Issue } from '../../../shared/primitives/issue.ts';
import type { WeightLevel } from './weight-tree.ts';
import { WHAT_IF_LIMITS } from './what-if.ts';

type Wording = Pick<Issue, 'code' | 'message' | 'messageEn' | 'remedy' | 'rule'>;

function refusal(path: readonly string[], wording: Wording): Issue {
  return { ...wording, severity: 'ERROR', path, row: null };
}

/** A fault of one of a list; rows count from 1. */
function ofRow(list: string, index: number, field: string, wording: Wording): Issue {
  return { ...wording, severity: 'ERROR', path: [list, String(index), field], row: index + 1 };
}

const LEVELS: Readonly<Record<WeightLevel, string>> = {
  PILLAR: '一级指标',
  GROUP: '二级指标',
  INDICATOR: '三级指标',
};

export const whatIfErrors = {
  tooMany: (list: 'weights' | 'parameters', count: number) =>
    refusal([list], {
      code: 'TOO_MANY_CHANGES',
      message: `一次最多改动 ${WHAT_IF_LIMITS[list]} 项，现有 ${count} 项`,
      messageEn: `At most ${WHAT_IF_LIMITS[list]} can be changed at once, there are ${count}`,
      remedy: '分次测算',
      rule: 'what-if.limit',
    }),
  mixedLevels: () =>
    refusal(['weights'], {
      code: 'WEIGHT_LEVELS_MIXED',
      message: '一次只能改动同一级指标的权重',
      messageEn: 'Weights of one level only can be changed at once',
      remedy: '只列一级、二级或三级中的一级；下级按比例、上级按合计随之变动',
      rule: 'what-if.weight',
    }),
  unknownNode: (index: number, level: WeightLevel, code: string) =>
    ofRow('weights', index, 'code', {
      code: 'WEIGHT_UNKNOWN',
      message: `没有${LEVELS[level]}“${code}”`,
      messageEn: `There is no ${level.toLowerCase()} ${code}`,
      remedy: '一级、二级指标填编号，三级指标填键',
      rule: 'what-if.weight',
    }),
  repeatedNode: (index: number) =>
    ofRow('weights', index, 'code', {
      code: 'WEIGHT_REPEATED',
      message: '同一指标的权重列出了不止一次',
      messageEn: 'The weight of one node is given more than once',
      remedy: '每个指标只列一次',
      rule: 'what-if.weight',
    }),
  wrongWeight: (index: number, weight: string) =>
    ofRow('weights', index, 'weight', {
      code: 'WEIGHT_WRONG',
      message: `权重“${weight}”不在 0 至 100 之间`,
      messageEn: `Weight ${weight} is not within 0 and 100`,
      remedy: '权重为百分制，0 至 100',
      rule: 'what-if.weight',
    }),
  wrongSum: (level: WeightLevel, sum: string) =>
    refusal(['weights'], {
      code: 'WEIGHT_SUM',
      message: `${LEVELS[level]}权重合计应为 100，实为 ${sum}`,
      messageEn: `The weights of the level sum to ${sum}, not to 100`,
      remedy: '把其余权重一并列出，或将 isRestScaled 置为真，由其余指标按比例调整',
      rule: 'what-if.weight',
    }),
  nothingToScale: () =>
    refusal(['weights'], {
      code: 'WEIGHT_NOT_SCALABLE',
      message: '其余指标没有可按比例调整的权重，或下级没有可按比例分配的权重',
      messageEn: 'There is no weight beside or below that could be scaled in proportion',
      remedy: '改为逐项列出三级指标的权重',
      rule: 'what-if.weight',
    }),
  unknownIndicator: (index: number, indicator: string) =>
    ofRow('parameters', index, 'indicator', {
      code: 'INDICATOR_UNKNOWN',
      message: `该指标体系中没有三级指标“${indicator}”`,
      messageEn: `The framework has no indicator ${indicator}`,
      remedy: '填写指标键',
      rule: 'what-if.parameter',
    }),
  unknownParameter: (index: number, path: string, paths: readonly string[]) =>
    ofRow('parameters', index, 'path', {
      code: 'PARAMETER_UNKNOWN',
      message: `该指标的计分参数中没有“${path}”这个数`,
      messageEn: `The scoring of the indicator has no figure at ${path}`,
      remedy: paths.length === 0 ? '该指标没有可改的数' : `可改的有：${paths.join('、')}`,
      rule: 'what-if.parameter',
    }),
  wrongFigure: (index: number, value: string) =>
    ofRow('parameters', index, 'value', {
      code: 'VALUE_WRONG',
      message: `“${value}”不是十进制数`,
      messageEn: `${value} is no plain decimal`,
      remedy: '数字写成十进制，比率写成小数',
      rule: 'what-if.parameter',
    }),
  notScorable: (faults: readonly string[]) =>
    refusal(['parameters'], {
      code: 'MODEL_NOT_SCORABLE',
      message: `按这些参数无法计分：${faults.join('；')}`,
      messageEn: `The model cannot be carried out: ${faults.join('; ')}`,
      remedy: '核对各项标准之间的先后大小，如目标值应高于起点，各部分占比合计应为 100',
      rule: 'what-if.parameter',
    }),
  wrongBands: () =>
    refusal(['gradeBands'], {
      code: 'GRADE_BANDS_WRONG',
      message: '各类别的起点分应从优到差逐一列出，依次降低，最末为 0',
      messageEn: 'Bands are given for every grade, from the best down, falling, the last at 0',
      remedy: '列出全部四个类别的起点分，如 90、80、60、0',
      rule: 'what-if.bands',
    }),
  againstModelRule: (code: string, message: string): Issue => ({
    ...{ code, message, severity: 'WARNING', path: ['weights'], row: null, rule: 'what-if.model' },
    messageEn: 'The weights assumed do not keep a rule that every scoring model keeps',
    remedy: '仅供测算；正式的计分模型应符合这一约束',
  }),
  unknownVersion: (version: string) =>
    refusal(['version'], {
      code: 'FRAMEWORK_VERSION_UNKNOWN',
      message: `没有指标体系版本“${version}”`,
      messageEn: `There is no framework version ${version}`,
      remedy: '用 hub framework versions 查看各版本的代码，草案也可以',
      rule: 'what-if.version',
    }),
  versionOfOtherKind: (version: string) =>
    refusal(['version'], {
      code: 'FRAMEWORK_VERSION_NOT_APPLICABLE',
      message: `指标体系版本“${version}”不用于这种评价对象`,
      messageEn: `Framework version ${version} is not for subjects of this kind`,
      remedy: '选用同一种评价对象的版本',
      rule: 'what-if.version',
    }),
  unknownVariant: (variant: string) =>
    refusal(['variant'], {
      code: 'VARIANT_UNKNOWN',
      message: `计分模型没有变体“${variant}”`,
      messageEn: `The scoring model has no variant ${variant}`,
      remedy: '填写计分模型所列变体的代码',
      rule: 'what-if.variant',
    }),
} as const;
