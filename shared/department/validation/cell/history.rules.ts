import type { Measure } from '../../../catalogue/framework/measure.ts';
import { allowedFall, deviationOf, hasOutlierCheck } from '../../../catalogue/reporting/reporting-thresholds.ts';
import { decimal, roundDecimal, toDecimalString } from '../../../primitives/decimal.ts';
import type { Period } from '../../../primitives/period.ts';
import type { Cell } from '../../observation/observation.ts';
import { cellErrors, type EarlierValue } from './cell.errors.ts';
import { type CellRule, type CellValues, cellOfRow } from '../cell-rule.ts';
import { exceeds, percentOf } from './deviation.ts';
import { periodBefore, periodsBefore, yearBefore } from './earlier-periods.ts';
import { numberIn } from './number-in.ts';
import { outlierAgainst } from './outlier.ts';
import type { ResolvedRow, RowContext } from '../row.ts';
import type { Finding } from '../row.errors.ts';

/**
 * A row against earlier periods (历史校验). What jumps or falls is asked about; the outlier is only a hint: five or six
 * values estimate a spread poorly, and a figure that also jumped has been asked about already.
 */
export const historyRules: readonly CellRule[] = [
  {
    id: 'history.jump',
    strength: 'WARNING',
    isWaivable: false,
    titleZh: '与上年同期（或上期）相比变动过大',
    appliesTo: { types: ['count', 'ratio', 'amount', 'score'] },
    needsOthers: true,
    reads: (row) =>
      row.period === null || row.measure === null || isIrregular(row.measure)
        ? []
        : cellsAt(row, [yearBefore(row.period), periodBefore(row.period)]),
    check: findJump,
  },
  {
    id: 'history.fall',
    strength: 'WARNING',
    isWaivable: false,
    titleZh: '累计数、存量数减少',
    appliesTo: { types: ['count'] },
    needsOthers: true,
    reads: (row, { reportingChecks }) =>
      row.measure !== null && allowedFall(reportingChecks, row.measure) !== null ? previousCells(row) : [],
    check: findFall,
  },
  {
    id: 'history.reversed',
    strength: 'HINT',
    isWaivable: false,
    titleZh: '已建立的机制又报“否”',
    appliesTo: { types: ['boolean'] },
    needsOthers: true,
    reads: previousCells,
    check: (row, values) => {
      const earlier = previous(row, values);
      return row.value === 'false' && earlier?.value === 'true' ? cellErrors.reversed(earlier) : null;
    },
  },
  {
    id: 'history.outlier',
    strength: 'HINT',
    isWaivable: false,
    titleZh: '偏离近几期水平',
    appliesTo: { types: ['count', 'amount'] },
    needsOthers: true,
    reads: (row, { reportingChecks }) =>
      row.period !== null && row.measure !== null && hasOutlierCheck(reportingChecks, row.measure)
        ? cellsAt(row, periodsBefore(row.period, reportingChecks.outlier.periods))
        : [],
    check: findOutlier,
  },
];

/** What comes only in some years (selections, contests) has no year before to be held against. */
function isIrregular({ periodicity }: Measure): boolean {
  return periodicity !== null;
}

function findJump(row: ResolvedRow, values: CellValues, { reportingChecks }: RowContext): Finding | null {
  const { measure, period } = row;
  if (measure === null || period === null || isIrregular(measure)) return null;
  const allowed = deviationOf(reportingChecks.jump, measure);
  const earlier = sameInYearBefore(row, period, values) ?? previous(row, values);
  if (allowed === null || earlier === null || !exceeds(row.value, earlier.value, allowed)) return null;
  return cellErrors.jump(row.value, earlier, percentOf(allowed.relative));
}

/** One question per figure: silent where it jumped. */
function findFall(row: ResolvedRow, values: CellValues, context: RowContext): Finding | null {
  const { measure } = row;
  const allowed = measure === null ? null : allowedFall(context.reportingChecks, measure);
  const earlier = previous(row, values);
  const now = numberIn(row.value);
  const then = numberIn(earlier?.value ?? null);
  if (allowed === null || earlier === null || now === null || then === null) return null;
  if (now.gte(then.times(decimal(1).minus(allowed))) || findJump(row, values, context) !== null) return null;
  return cellErrors.fell(row.value, earlier);
}

function findOutlier(row: ResolvedRow, values: CellValues, { reportingChecks }: RowContext): Finding | null {
  const { measure, period } = row;
  if (measure === null || period === null || !hasOutlierCheck(reportingChecks, measure)) return null;
  const { deviations, leastValues, periods } = reportingChecks.outlier;
  const earlier = cellsAt(row, periodsBefore(period, periods)).flatMap((cell) => values.after(cell) ?? []);
  const now = earlier.length < leastValues ? null : numberIn(row.value);
  if (now === null) return null;
  const series = earlier.flatMap((value) => numberIn(value) ?? []);
  const floor = deviationOf(reportingChecks.jump, measure)?.floor ?? '0';
  const median = outlierAgainst(now, series, { deviations, leastValues, floor });
  return median === null ? null : cellErrors.outlier(row.value, toDecimalString(roundDecimal(median, 4)));
}

function sameInYearBefore(row: ResolvedRow, period: Period, values: CellValues): EarlierValue | null {
  return valueAt(row, yearBefore(period), values, period.type === 'YEAR' ? '上年' : '上年同期');
}

function previous(row: ResolvedRow, values: CellValues): EarlierValue | null {
  if (row.period === null) return null;
  return valueAt(row, periodBefore(row.period), values, row.period.type === 'YEAR' ? '上年' : '上期');
}

function valueAt(row: ResolvedRow, period: string | null, values: CellValues, name: string): EarlierValue | null {
  const value = period === null ? null : values.after({ ...cellOfRow(row), period });
  return period === null || value === null ? null : { value, period, name };
}

function previousCells(row: ResolvedRow): Cell[] {
  return row.period === null ? [] : cellsAt(row, [periodBefore(row.period)]);
}

function cellsAt(row: ResolvedRow, periods: readonly (string | null)[]): Cell[] {
  const cell = cellOfRow(row);
  return periods.flatMap((period) => (period === null ? [] : [{ ...cell, period }]));
}
