import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import type { Kpi, KpiFormula } from '../../../shared/catalogue/framework/kpi.ts';
import { deriveCell, type ReadCell } from '../../../shared/derivation/derive-cell.ts';
import { DERIVED_PLACES } from '../../../shared/derivation/derive-value.ts';
import { cellsAt } from '../../../shared/derivation/dimension-total.ts';
import { rollUp } from '../../../shared/derivation/roll-up.ts';
import {
  type Decimal,
  decimal,
  isDecimalString,
  roundDecimal,
  toDecimalString,
} from '../../../shared/primitives/decimal.ts';
import { type DimensionValue, formatDimensions } from '../../../shared/primitives/dimensions.ts';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import { cellRefText } from './recalculation/derive-here.ts';

/** What a key performance indicator is computed from. */
export interface KpiBasis {
  readonly framework: Framework;
  readonly year: number;
  readonly byCell: ReadonlyMap<string, AcceptedObservation>;
}

/** The value of a key performance indicator for the year as a decimal string; null where a part is missing. */
export function kpiValue({ formula }: Kpi, basis: KpiBasis): string | null {
  const value = formula.op === 'per' ? perValue(formula, basis) : measureValue(formula, basis);
  return value === null ? null : toDecimalString(roundDecimal(value, DERIVED_PLACES));
}

function perValue({ numerator, denominator, factor, cell }: KpiFormula, basis: KpiBasis): Decimal | null {
  const above = numerator === null ? null : total(numerator, coordinatesOf(cell), basis);
  const below = denominator === null ? null : total(denominator, coordinatesOf(cell), basis);
  if (above === null || below === null || below.isZero()) return null;
  return above.div(below).times(factor ?? 1);
}

/** As stored where it is, else computed from the totals of its parts. */
function measureValue({ measure, cell }: KpiFormula, basis: KpiBasis): Decimal | null {
  if (measure === null) return null;
  const coordinates = coordinatesOf(cell);
  const place = { measure, period: String(basis.year), dimensions: formatDimensions(coordinates) };
  const stored = reader(basis)(place);
  if (stored !== null) return stored;
  const isComputed = basis.framework.measures.get(measure)?.derivation != null;
  return isComputed ? deriveCell(basis.framework, place, reader(basis)).value : total(measure, coordinates, basis);
}

/** The year's total of a measure over the dimensions left open; null where a cell is missing or they do not add up. */
function total(code: string, coordinates: readonly DimensionValue[], basis: KpiBasis): Decimal | null {
  const { framework, year } = basis;
  const measure = framework.measures.get(code);
  const cells = measure === undefined ? null : cellsAt(framework, measure, coordinates);
  if (measure === undefined || cells === null) return null;
  const read = reader(basis);
  let sum = decimal(0);
  for (const { text } of cells) {
    const annual = read({ measure: code, period: String(year), dimensions: text });
    const value = annual ?? rollUp(measure, year, (period) => read({ measure: code, period, dimensions: text })).value;
    if (value === null) return null;
    sum = sum.plus(value);
  }
  return sum;
}

function reader({ byCell }: KpiBasis): ReadCell {
  return (cell) => {
    const value = byCell.get(cellRefText(cell))?.value;
    return value !== undefined && isDecimalString(value) ? decimal(value) : null;
  };
}

function coordinatesOf(cell: KpiFormula['cell']): DimensionValue[] {
  return cell === null ? [] : [{ key: cell.dimension, code: cell.value }];
}
