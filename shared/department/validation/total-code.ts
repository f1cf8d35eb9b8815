import type { Framework } from '../../catalogue/framework/framework.ts';
import type { DimensionValue } from '../../primitives/dimensions.ts';

/** Code that stands for the whole of a dimension in a row handed in to be compared with its parts. */
export const TOTAL = '_T';

const WORDS: ReadonlySet<string> = new Set(['_T', '_t', 'total', 'Total', 'TOTAL', '合计', '总计', '全部合计']);

/** The coordinates with words for the whole (合计、total) written as `_T`; a code of the dimension stays what it is. */
export function withTotals(
  dimensions: readonly DimensionValue[],
  framework: Framework | null,
): readonly DimensionValue[] {
  if (!dimensions.some((value) => isTotal(value, framework))) return dimensions;
  return dimensions.map((value) => (isTotal(value, framework) ? { key: value.key, code: TOTAL } : value));
}

function isTotal({ key, code }: DimensionValue, framework: Framework | null): boolean {
  return WORDS.has(code.trim()) && !framework?.dimensions.get(key)?.values.some((value) => value.code === code);
}
