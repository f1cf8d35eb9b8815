import { decimal, toDecimalString } from '../../../primitives/decimal.ts';
import { formatDimensions } from '../../../primitives/dimensions.ts';
import type { Cell } from '../../observation/observation.ts';
import { type CellRule, cellOfRow } from '../cell-rule.ts';
import type { ResolvedRow } from '../row.ts';
import { departmentErrors } from './department.errors.ts';
import { numberIn } from './number-in.ts';
import { isOwn } from './own-figure.ts';

/** A department's check that figures of one place do not add up to more than a whole. */
export function sumLimitRule(rule: {
  readonly id: string;
  readonly titleZh: string;
  readonly measures: readonly string[];
  readonly limit: string;
  /** What rounding each of them may add. */
  readonly tolerance: string;
}): CellRule {
  const { id, titleZh, measures, limit, tolerance } = rule;
  const cellsOf = (row: ResolvedRow): Cell[] => measures.map((measure) => ({ ...cellOfRow(row), measure }));
  return {
    id,
    strength: 'ERROR',
    isWaivable: false,
    titleZh,
    appliesTo: { measures },
    reads: cellsOf,
    check: (row, values) => {
      let sum = decimal(0);
      for (const cell of cellsOf(row)) sum = sum.plus(numberIn(values.after(cell)) ?? 0);
      return sum.minus(tolerance).gt(limit)
        ? departmentErrors.sumAboveLimit(titleZh, toDecimalString(sum), limit)
        : null;
    },
  };
}

/** A department's check that the groups of a dimension that overlap are each within the whole of it. */
export function groupWithinWholeRule(rule: {
  readonly id: string;
  readonly titleZh: string;
  readonly measures: readonly string[];
  readonly dimension: string;
  readonly whole: string;
}): CellRule {
  const { id, titleZh, measures, dimension, whole } = rule;
  const at = (row: ResolvedRow, code: string): Cell => ({
    ...cellOfRow(row),
    dimensions: formatDimensions(
      row.input.dimensions.map((each) => (each.key === dimension ? { ...each, code } : each)),
    ),
  });
  const groups = (row: ResolvedRow): string[] =>
    (row.framework?.dimensions.get(dimension)?.values ?? []).flatMap(({ code }) => (code === whole ? [] : [code]));
  const isWhole = (row: ResolvedRow): boolean =>
    row.input.dimensions.some(({ key, code }) => key === dimension && code === whole);
  return {
    id,
    strength: 'ERROR',
    isWaivable: false,
    titleZh,
    appliesTo: { measures },
    needsOthers: true,
    reads: (row) => (isWhole(row) ? groups(row).map((code) => at(row, code)) : [at(row, whole)]),
    check: (row, values, context) => {
      const all = numberIn(values.after(at(row, whole)));
      const parts = isWhole(row) ? groups(row).map((code) => at(row, code)) : [cellOfRow(row)];
      for (const part of parts) {
        const value = numberIn(values.after(part));
        if (all === null || value === null || value.lte(all)) continue;
        const own = isOwn(row, [part, at(row, whole)], context);
        return departmentErrors.groupAboveWhole(
          own ? [toDecimalString(value), toDecimalString(all)] : null,
          isWhole(row),
        );
      }
      return null;
    },
  };
}
