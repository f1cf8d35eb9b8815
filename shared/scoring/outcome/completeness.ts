import { decimal, roundDecimal, toDecimalString } from '../../primitives/decimal.ts';
import type { Completeness, MissingOfUnit } from '../evaluation-result.ts';
import type { ExpectedCell, ExpectedMeasure } from '../compile/expected-cells.ts';
import type { InputReader } from '../reading/measure-reading.ts';
import { KEPT_PLACES } from './round-score.ts';
import { isAccepted, isCounted } from '../reading/input-value.ts';

/** What one unit owed and filed. */
export interface UnitCells {
  expected: number;
  received: number;
  /** Handed in and not accepted yet. */
  unaccepted: number;
  /** Filed by the due date, whatever became of it since. */
  inTime: number;
  /** Not filed, and the due date is past or not known to be ahead. */
  late: number;
  /** Not filed and still open. */
  open: number;
  /** Filed in whatever state. */
  filed: number;
  /** Returned for correction or corrected afterwards. */
  faulty: number;
  readonly missing: Set<string>;
}

export interface CellCount {
  readonly completeness: Completeness;
  readonly missing: readonly MissingOfUnit[];
  readonly units: ReadonlyMap<string, UnitCells>;
}

/** Counts the cells units owed for the year: expected, accepted, in time, faulty, missing. */
export function countCells(
  expected: readonly ExpectedMeasure[],
  reader: InputReader,
  { year, asOf }: { readonly year: number; readonly asOf: string | null },
): CellCount {
  const units = new Map<string, UnitCells>();
  for (const measure of expected) {
    if (!isExpected(measure, reader, year)) continue;
    for (const { memberUnit, cells } of measure.units) {
      let unit = units.get(memberUnit);
      if (unit === undefined) {
        unit = noCells();
        units.set(memberUnit, unit);
      }
      for (const cell of cells) count(unit, cell, reader, asOf);
    }
  }
  return { completeness: totalOf(units), missing: missingOf(units), units };
}

/** A measure that does not come every year is owed once its event is known, or once any cell of it was filed. */
function isExpected({ event, units }: ExpectedMeasure, reader: InputReader, year: number): boolean {
  if (event === null || reader.isHeld(event, year)) return true;
  return units.some(({ cells }) => cells.some(({ slot }) => reader.find(slot) !== null));
}

function noCells(): UnitCells {
  const counts = { expected: 0, received: 0, unaccepted: 0, inTime: 0, late: 0, open: 0, filed: 0, faulty: 0 };
  return { ...counts, missing: new Set() };
}

function count(unit: UnitCells, { slot, dueOn }: ExpectedCell, reader: InputReader, asOf: string | null): void {
  const value = reader.find(slot);
  if (value?.standing?.kind === 'NOT_APPLICABLE') return;
  unit.expected += 1;
  if (value !== null && isCounted(value)) unit.received += 1;
  else unit.missing.add(slot.measure);
  if ((value === null || !isAccepted(value)) && reader.isPending(slot)) unit.unaccepted += 1;
  if (value === null || value.state === 'DRAFT' || value.state === 'WITHDRAWN') {
    if (asOf !== null && asOf > dueOn) unit.late += 1;
    else unit.open += 1;
    return;
  }
  unit.filed += 1;
  if (value.state === 'RETURNED' || value.revisionOfCorrection) unit.faulty += 1;
  if (value.reportedOn === null) unit.open += 1;
  else if (value.reportedOn <= dueOn) unit.inTime += 1;
  else unit.late += 1;
}

function totalOf(units: ReadonlyMap<string, UnitCells>): Completeness {
  let expected = 0;
  let received = 0;
  let unaccepted = 0;
  for (const unit of units.values()) {
    expected += unit.expected;
    received += unit.received;
    unaccepted += unit.unaccepted;
  }
  const ratio = expected === 0 ? '1' : toDecimalString(roundDecimal(decimal(received).div(expected), KEPT_PLACES));
  return { expected, received, unaccepted, ratio };
}

function missingOf(units: ReadonlyMap<string, UnitCells>): MissingOfUnit[] {
  const missing: MissingOfUnit[] = [];
  for (const [memberUnit, unit] of units) {
    if (unit.missing.size === 0) continue;
    missing.push({
      memberUnit,
      measures: [...unit.missing],
      cells: unit.expected - unit.received,
      unaccepted: unit.unaccepted,
    });
  }
  return missing;
}
