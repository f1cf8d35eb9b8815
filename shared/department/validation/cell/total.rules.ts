import { type Decimal, decimal, toDecimalString } from '../../../primitives/decimal.ts';
import { cellErrors } from './cell.errors.ts';
import type { CellRule, CellValues } from '../cell-rule.ts';
import { partsOfTotal } from '../control-row.ts';
import { numberIn } from './number-in.ts';
import type { ResolvedRow } from '../row.ts';
import type { RuleFacts } from '../rule.ts';

/** The id under which a total handed in is refused; its parts then go with it. */
export const TOTAL_SUM = 'total.sum';

/** Parts and total (分项与合计): a total handed in is compared with the parts and never stored. */
export const totalRules: readonly CellRule[] = [
  {
    id: TOTAL_SUM,
    strength: 'ERROR',
    isWaivable: true,
    titleZh: '合计等于各分项之和',
    appliesTo: { types: ['count', 'amount'] },
    reads: (row) => partsOfTotal(row) ?? [],
    check: (row, values) => {
      const total = numberIn(row.value);
      const parts = addParts(row, values);
      if (total === null || parts === null || parts.missing > 0 || total.eq(parts.sum)) return null;
      return cellErrors.totalMismatch(row.value, toDecimalString(parts.sum));
    },
  },
  {
    id: 'total.parts-known',
    strength: 'HINT',
    isWaivable: false,
    titleZh: '分项齐全才能核对合计',
    appliesTo: { types: ['count', 'amount'] },
    reads: (row) => partsOfTotal(row) ?? [],
    check: (row, values) => {
      const missing = addParts(row, values)?.missing ?? 0;
      return missing === 0 ? null : cellErrors.totalPartsMissing(missing);
    },
  },
];

/** The parts handed in with a total that does not match are refused with it; told by `settle`. */
export const TOTAL_PART: RuleFacts = {
  id: 'total.part',
  strength: 'ERROR',
  isWaivable: false,
  titleZh: '合计不符时分项一并退回',
  appliesTo: { types: ['count', 'amount'] },
};

/** Null where there is no total, which the checks within a row have told. */
function addParts(row: ResolvedRow, values: CellValues): { readonly sum: Decimal; readonly missing: number } | null {
  const parts = partsOfTotal(row);
  if (parts === null) return null;
  let sum = decimal(0);
  let missing = 0;
  for (const part of parts) {
    const value = numberIn(values.after(part));
    if (value === null) missing += 1;
    else sum = sum.plus(value);
  }
  return { sum, missing };
}
