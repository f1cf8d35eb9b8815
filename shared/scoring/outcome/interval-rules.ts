import { type Decimal, decimal } from '../../primitives/decimal.ts';
import type { GapReason } from './gap.ts';
import { type InputValue, isAccepted, isCounted, type ValueBounds } from '../reading/input-value.ts';
import { ONE, ZERO } from './outcome.ts';

/** How an input stands when the calculator comes to it. */
export type InputCondition =
  | 'COUNTED'
  | GapReason
  | 'NOT_APPLICABLE_BY_CALENDAR'
  | 'NOT_APPLICABLE_BY_APPROVAL'
  | 'UNAVAILABLE';

export interface IntervalRule {
  /** Chinese name of the condition. */
  readonly name: string;
  /** VALUE: counted as it stands. INTERVAL: anything within the bounds. DROPS_OUT: its weight goes to its siblings. */
  readonly effect: 'VALUE' | 'INTERVAL' | 'DROPS_OUT';
  /** Chinese, one sentence: between what and what, and what becomes of the score. */
  readonly rule: string;
}

/**
 * What each condition of an input does to the score; the same sentences stand in docs/guides/evaluation-scoring.md.
 * Status derived: the documents ask for accurate data (产改字〔2022〕1号 四（十一）) and say nothing of what is missing;
 * that missing never counts as zero is our rule, and so is everything here.
 */
export const INTERVAL_RULES: Readonly<Record<InputCondition, IntervalRule>> = {
  COUNTED: { name: '已核收', effect: 'VALUE', rule: '按核收的值计分' },
  MISSING: {
    name: '缺少',
    effect: 'INTERVAL',
    rule: '在数据项可能取到的最小值与最大值之间取区间，不按零分计',
  },
  UNACCEPTED: {
    name: '尚未核收',
    effect: 'INTERVAL',
    rule: '与缺少相同：已报送未核收的值不参与计分，也不缩小区间',
  },
  DISPUTED: {
    name: '存在数据异议',
    effect: 'INTERVAL',
    rule: '在已核收的值与异议方主张的值（或主张的上下限）之间取区间；异议方没有主张数值的，与缺少相同',
  },
  SUPPRESSED: {
    name: '样本过小不予公开',
    effect: 'INTERVAL',
    rule: '在不予公开时注明的上下限之间取区间，不读取原值；没有注明的，与缺少相同',
  },
  NOT_RATED: { name: '待评价', effect: 'INTERVAL', rule: '评价要点尚无评价意见的，在0分与100分之间取区间' },
  NOT_COMPUTABLE: {
    name: '无法计算',
    effect: 'INTERVAL',
    rule: '分母为零或基数不大于零的，没有意义的比率不取值，按可能得到的最低分与最高分取区间',
  },
  TOO_FEW_ANSWERS: {
    name: '有效样本不足',
    effect: 'INTERVAL',
    rule: '有效答卷少于规定份数的，问卷结果不计分，在0分与100分之间取区间',
  },
  PEERS_MISSING: {
    name: '同组数据不足',
    effect: 'INTERVAL',
    rule: '同组可比对象少于规定个数的，同组比较不计分，在0分与100分之间取区间',
  },
  NOT_APPLICABLE_BY_CALENDAR: {
    name: '按日历不适用',
    effect: 'DROPS_OUT',
    rule: '当年不评选、不换届、不举办的，无需申请即不参与计分，权重由同级其他部分分担，不扣分',
  },
  NOT_APPLICABLE_BY_APPROVAL: {
    name: '经批准不适用',
    effect: 'DROPS_OUT',
    rule: '经申请并批准不适用的，不参与计分，权重由同级其他部分分担，不扣分',
  },
  UNAVAILABLE: {
    name: '没有可靠来源',
    effect: 'DROPS_OUT',
    rule: '体系已注明没有可靠来源的分组，有则展示，从不计分，也不算缺少',
  },
};

/** How a value that was looked for stands; null for none. */
export function conditionOf(value: InputValue | null, isPending: boolean): InputCondition {
  if (value === null) return isPending ? 'UNACCEPTED' : 'MISSING';
  if (isCounted(value)) return 'COUNTED';
  if (!isAccepted(value)) return value.state === 'WITHDRAWN' ? 'MISSING' : 'UNACCEPTED';
  switch (value.standing?.kind) {
    case 'DISPUTED':
      return 'DISPUTED';
    case 'SUPPRESSED':
      return 'SUPPRESSED';
    case 'NOT_APPLICABLE':
      return 'NOT_APPLICABLE_BY_APPROVAL';
    case undefined:
      return 'COUNTED';
  }
}

/** Bounds a contested or suppressed value states; null where there are none and the measure's own hold. */
export function statedBounds(value: InputValue | null): { readonly low: Decimal; readonly high: Decimal } | null {
  const standing = value?.standing;
  if (value === null || standing === undefined || !isAccepted(value)) return null;
  if (standing.kind === 'SUPPRESSED') return bothOf(standing);
  if (standing.kind !== 'DISPUTED') return null;
  const said = [standing.claim, standing.low, standing.high].filter((text) => text !== null);
  if (said.length === 0) return null;
  const all = [value.value, ...said].map(numberOf);
  return { low: all.reduce((a, b) => (b.lt(a) ? b : a)), high: all.reduce((a, b) => (b.gt(a) ? b : a)) };
}

function bothOf({ low, high }: ValueBounds): { readonly low: Decimal; readonly high: Decimal } | null {
  return low === null || high === null ? null : { low: numberOf(low), high: numberOf(high) };
}

/** A value as a number; yes is one and no is nothing. */
export function numberOf(text: string): Decimal {
  if (text === 'true') return ONE;
  if (text === 'false') return ZERO;
  return decimal(text);
}
