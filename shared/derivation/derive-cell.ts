import type { Framework } from '../catalogue/framework/framework.ts';
import type { Measure } from '../catalogue/framework/measure.ts';
import { type Decimal, decimal } from '../primitives/decimal.ts';
import { parseDimensions } from '../primitives/dimensions.ts';
import { parsePeriod } from '../primitives/period.ts';
import type { CellRef } from './derived-cells.ts';
import { cellsAt } from './dimension-total.ts';
import { deriveFrom, derivationParts } from './derive-value.ts';
import { rollUp } from './roll-up.ts';

/** A computed value with the cells it rests on; null with the cells that are missing, or where it has no meaning. */
export interface DerivedCellValue {
  readonly value: Decimal | null;
  readonly inputs: readonly CellRef[];
  readonly missing: readonly CellRef[];
}

/** The value of a cell as it stands, entered or already computed; null where there is none. */
export type ReadCell = (cell: CellRef) => Decimal | null;

/**
 * Computes one cell of a derived measure: operands are read at the same period (or rolled up to the year),
 * at the same coordinates (or summed over a partition), now or a year before. The one rule for every department.
 */
export function deriveCell(framework: Framework, cell: CellRef, read: ReadCell): DerivedCellValue {
  const measure = framework.measures.get(cell.measure);
  const derivation = measure?.derivation;
  const inputs: CellRef[] = [];
  const missing: CellRef[] = [];
  if (derivation == null) return { value: null, inputs, missing };
  const operands: Decimal[] = [];
  let complete = true;
  for (const { measure: code, yearsEarlier } of derivationParts(derivation)) {
    const part = framework.measures.get(code);
    const operand = part ? readOperand({ framework, part, cell, yearsEarlier, read }, inputs, missing) : null;
    if (operand === null) complete = false;
    else operands.push(operand);
  }
  return { value: complete ? deriveFrom(derivation.op, operands) : null, inputs, missing };
}

interface Operand {
  readonly framework: Framework;
  readonly part: Measure;
  readonly cell: CellRef;
  readonly yearsEarlier: 0 | 1;
  readonly read: ReadCell;
}

function readOperand(operand: Operand, inputs: CellRef[], missing: CellRef[]): Decimal | null {
  const { framework, part, cell, yearsEarlier } = operand;
  const cells = cellsAt(framework, part, parseDimensions(cell.dimensions));
  const period = shiftYear(cell.period, yearsEarlier);
  if (cells === null || period === null) return null;
  let total = decimal(0);
  let complete = true;
  for (const { text } of cells) {
    const value = readPeriod(operand, { measure: part.code, period, dimensions: text }, inputs, missing);
    if (value === null) complete = false;
    else total = total.plus(value);
  }
  return complete ? total : null;
}

/** A cell at its period; a yearly period of a measure reported more often is rolled up where no yearly value stands. */
function readPeriod(operand: Operand, cell: CellRef, inputs: CellRef[], missing: CellRef[]): Decimal | null {
  const direct = operand.read(cell);
  if (direct !== null) {
    inputs.push(cell);
    return direct;
  }
  const isYear = /^\d{4}$/.test(cell.period);
  if (!isYear || operand.part.frequency === 'annual' || operand.part.derivation !== null) {
    missing.push(cell);
    return null;
  }
  const rolled = rollUp(operand.part, Number(cell.period), (period) => operand.read({ ...cell, period }));
  for (const period of rolled.used) inputs.push({ ...cell, period });
  for (const period of rolled.missing) missing.push({ ...cell, period });
  return rolled.value;
}

function shiftYear(code: string, yearsEarlier: 0 | 1): string | null {
  const period = parsePeriod(code);
  if (period === null) return null;
  return yearsEarlier === 0 ? code : code.replaceAll(String(period.year), String(period.year - 1));
}
