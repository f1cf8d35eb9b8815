import type { IssueSeverity } from '../../../primitives/issue.ts';
import type { Finding } from '../row.errors.ts';

/** A pair in a sentence; a figure of another unit is null. */
export interface ToldPair {
  readonly names: readonly [string, string];
  readonly figures: readonly [string | null, string | null];
  readonly compared: string | null;
}

/** What the checks say that departments make of their own measures. */
export const departmentErrors = {
  partAboveWhole: (severity: IssueSeverity, pair: ToldPair, share: string): Finding => ({
    code: 'PART_ABOVE_WHOLE',
    severity,
    field: 'value',
    message: `${told(pair, 0)} 大于${told(pair, 1)}${share === '1' ? '' : ` 的 ${share} 倍`}`,
    messageEn: 'a part is greater than its whole, or than the share of it that is usual',
    remedy: '核对两项数据的口径和单位',
    comparedValue: pair.compared,
  }),
  withoutGround: (severity: IssueSeverity, pair: ToldPair): Finding => ({
    code: 'FIGURE_WITHOUT_GROUND',
    severity,
    field: 'value',
    message: `${told(pair, 0)} 大于零，而“${pair.names[1]}”为零`,
    messageEn: 'a figure that cannot be without another that is zero',
    remedy: '核对两项数据',
    comparedValue: pair.compared,
  }),
  sumAboveLimit: (title: string, sum: string, limit: string): Finding => ({
    code: 'SUM_ABOVE_LIMIT',
    severity: 'ERROR',
    field: 'value',
    message: `${title}：现合计 ${sum}，超过 ${limit}`,
    messageEn: `the sum ${sum} is above ${limit}`,
    remedy: '核对各项数值',
    comparedValue: limit,
  }),
  groupAboveWhole: (figures: readonly [group: string, whole: string] | null, isWhole: boolean): Finding => ({
    code: 'PART_ABOVE_WHOLE',
    severity: 'ERROR',
    field: 'value',
    message: figures === null ? '某一群体的数值大于全体' : `某一群体的数值 ${figures[0]} 大于全体 ${figures[1]}`,
    messageEn: 'a group is greater than the whole',
    remedy: '核对该群体与全体的数值',
    comparedValue: figures === null ? null : figures[isWhole ? 0 : 1],
  }),
  moneyInYuan: (name: string): Finding => ({
    code: 'UNIT_SUSPECT',
    severity: 'WARNING',
    field: 'value',
    message: `“${name}”以万元计，所填数值过大，疑以元为单位`,
    messageEn: 'the amount seems to be in yuan instead of ten thousand yuan',
    remedy: '核对计量单位，按万元填写',
  }),
} as const;

function told({ names, figures }: ToldPair, index: 0 | 1): string {
  const figure = figures[index];
  return figure === null ? `“${names[index]}”` : `“${names[index]}” ${figure}`;
}
