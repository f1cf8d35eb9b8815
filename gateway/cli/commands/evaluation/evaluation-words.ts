import { decimal, roundDecimal, toDecimalString } from '../../../../shared/primitives/decimal.ts';

/** Ratios travel as fractions; a table of people's figures shows them as the unit says, in hundredths. */
export function readableFigure(value: string | null, unit: string): string {
  if (value === null) return '—';
  if (unit !== 'percent' && unit !== 'percentage-point') return value;
  return toDecimalString(roundDecimal(decimal(value).times(100), 2));
}

const WORDS: Readonly<Record<string, string>> = {
  EXCELLENT: '优秀',
  GOOD: '良好',
  FAIR: '一般',
  POOR: '差',
  ACCEPTED: '已核收',
  LOCKED: '已锁定',
  COMPLETE: '数据齐全',
  PARTIAL: '数据不全',
  MISSING: '缺数据',
  NOT_APPLICABLE: '不适用',
  INFORMATIONAL: '仅供参阅',
  UNAVAILABLE: '没有可靠来源',
  WITHHELD: '无权查看',
  OFFICIAL: '文件原文',
  DERIVED: '推导',
};

/** The Chinese word for a code of the schema; one that is not known here is shown as it is. */
export function wordFor(code: string): string {
  return WORDS[code] ?? code;
}
