import { cellErrors } from './cell.errors.ts';
import { type CellRule, cellOfRow } from '../cell-rule.ts';
import { exceeds, percentOf } from './deviation.ts';
import { deviationOf } from '../../../catalogue/reporting/reporting-thresholds.ts';

const NUMBERS = { types: ['count', 'ratio', 'amount', 'score'] } as const;

/** A row against what the record says about its own cell. */
export const recordRules: readonly CellRule[] = [
  {
    id: 'stage.final-filed',
    strength: 'ERROR',
    isWaivable: false,
    titleZh: '已报最终数的不再报初步数',
    appliesTo: 'ALL',
    needsOthers: true,
    reads: () => [],
    check: (row, values) => {
      const known = values.current(cellOfRow(row));
      if (row.input.stage !== 'PRELIMINARY' || known?.stage !== 'FINAL') return null;
      return cellErrors.finalAlreadyFiled(known.value);
    },
  },
  {
    id: 'stage.final-differs',
    strength: 'WARNING',
    isWaivable: false,
    titleZh: '最终数与初步数相差较大',
    appliesTo: NUMBERS,
    needsOthers: true,
    reads: () => [],
    check: (row, values, { reportingChecks }) => {
      const known = values.current(cellOfRow(row));
      if (row.input.stage !== 'FINAL' || known?.stage !== 'PRELIMINARY' || row.measure === null) return null;
      const allowed = deviationOf(reportingChecks.finalStage, row.measure);
      if (allowed === null || !exceeds(row.value, known.value, allowed)) return null;
      return cellErrors.finalDiffers(row.value, known.value, percentOf(allowed.relative));
    },
  },
];
