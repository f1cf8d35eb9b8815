import type { IssueSeverity } from '../../../primitives/issue.ts';
import type { Finding, Words } from '../row.errors.ts';
import { maskNumbers } from '../sensitive-text.ts';

function about(
  severity: IssueSeverity,
  code: string,
  comparedValue: string | null,
  [message, messageEn, remedy]: Words,
): Finding {
  return { code, severity, field: 'value', message, messageEn, remedy, comparedValue };
}

/** A figure in a sentence; a figure of another unit is not told. */
function figure(value: string | null): string {
  return value === null ? '' : ` ${maskNumbers(value)}`;
}

export const cellErrors = {
  totalMismatch: (total: string, sum: string) =>
    about('ERROR', 'TOTAL_MISMATCH', sum, [
      `合计${figure(total)} 与各分项之和${figure(sum)} 不符`,
      'the total differs from the sum of its parts',
      '核对合计与各分项',
    ]),
  partOfMismatch: () =>
    about('ERROR', 'TOTAL_MISMATCH', null, [
      '同批的合计与各分项之和不符，分项一并退回',
      'the total handed in with it does not match its parts',
      '核对合计与各分项后一并重报；无需核对的可删去合计行',
    ]),
  totalPartsMissing: (missing: number) =>
    about('HINT', 'TOTAL_PARTS_MISSING', null, [
      `有 ${missing} 个分项尚无数据，未核对合计`,
      'parts are missing, the total was not compared',
      '补齐分项后再核对',
    ]),
  numeratorAboveDenominator: (severity: IssueSeverity, ratio: string, sides: Sides) =>
    about(severity, 'NUMERATOR_ABOVE_DENOMINATOR', sides.compared, [
      `“${ratio}”的分子${figure(sides.numerator)} 大于分母${figure(sides.denominator)}`,
      'the numerator is greater than the denominator',
      '核对分子与分母，两者口径应一致',
    ]),
  denominatorZero: (severity: IssueSeverity, ratio: string, sides: Sides) =>
    about(severity, 'DENOMINATOR_ZERO', sides.compared, [
      `“${ratio}”的分母为零，分子${figure(sides.numerator)} 大于零`,
      'the denominator is zero and the numerator is not',
      '核对分子与分母',
    ]),
  planFarExceeded: (ratio: string, times: string, sides: Sides) =>
    about('WARNING', 'PLAN_FAR_EXCEEDED', sides.compared, [
      `“${ratio}”的完成数${figure(sides.numerator)} 超过计划数${figure(sides.denominator)} 的 ${times} 倍`,
      `completion is more than ${times} times the plan`,
      '核对计划数与完成数',
    ]),
  planZero: (ratio: string, sides: Sides) =>
    about('WARNING', 'PLAN_ZERO', sides.compared, [
      `“${ratio}”的计划数为零而完成数${figure(sides.numerator)} 大于零`,
      'something was completed that was not planned',
      '核对计划数',
    ]),
  jump: (value: string, earlier: EarlierValue, percent: string) =>
    about('WARNING', 'JUMP_AGAINST_HISTORY', earlier.value, [
      `${maskNumbers(value)} 与${earlier.name}的 ${earlier.value} 相比变动超过 ${percent}%`,
      `differs from ${earlier.period} by more than ${percent}%`,
      '核对数值和口径',
    ]),
  fell: (value: string, earlier: EarlierValue) =>
    about('WARNING', 'COUNT_FELL', earlier.value, [
      `${maskNumbers(value)} 少于${earlier.name}的 ${earlier.value}，此项一般不减少`,
      `below the value of ${earlier.period}`,
      '核对数值和口径',
    ]),
  reversed: (earlier: EarlierValue) =>
    about('HINT', 'STATE_REVERSED', earlier.value, [
      `${earlier.name}为“是”，本期为“否”`,
      `was true in ${earlier.period}`,
      '确认情况确有变化',
    ]),
  outlier: (value: string, median: string) =>
    about('HINT', 'OUTLIER', median, [
      `${maskNumbers(value)} 明显偏离近几期的水平（中位数 ${median}）`,
      'far from the recent values of the series',
      '核对数值、单位和小数点',
    ]),
  finalAlreadyFiled: (filed: string) =>
    about('ERROR', 'FINAL_ALREADY_FILED', filed, [
      '此格已报最终数，不再接受初步数',
      'the final figure has been filed',
      '如需更正，按最终数申请更正',
    ]),
  finalDiffers: (value: string, preliminary: string, percent: string) =>
    about('WARNING', 'FINAL_DIFFERS', preliminary, [
      `最终数 ${maskNumbers(value)} 与初步数 ${preliminary} 相差超过 ${percent}%`,
      `differs from the preliminary figure by more than ${percent}%`,
      '核对数值',
    ]),
} as const;

/** The two sides of a ratio as far as they may be told, and the one a row is held against. */
export interface Sides {
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly compared: string | null;
}

/** A value of an earlier period with the period's name in a sentence. */
export interface EarlierValue {
  readonly value: string;
  readonly period: string;
  /** 上年同期 or 上期. */
  readonly name: string;
}
