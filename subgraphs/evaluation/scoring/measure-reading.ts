import { DERIVED_PLACES, deriveFrom } from '../../../shared/derivation/derive-value.ts';
import { type Decimal, decimal, roundDecimal } from '../../../shared/primitives/decimal.ts';
import type { CarriedNode, CellNode, DerivedNode, EnteredNode, Slot, SumNode } from './cell-node.ts';
import { ONE, ZERO } from './outcome.ts';
import type { Gap, MeasureReader, Reading } from './reading.ts';
import { type CalendarEvent, type InputValue, isCounted, type Mark, type ScoringInput } from './scoring-input.ts';

const NONE: readonly never[] = [];

/** Reads the values of one subject: accepted value, else rolled up from its periods, else computed from its parts. */
export class InputReader implements MeasureReader {
  private readonly readings: (Reading | undefined)[];
  private readonly found: (InputValue | null | undefined)[];

  constructor(private readonly input: ScoringInput) {
    this.readings = new Array(input.plan.cells);
    this.found = new Array(input.plan.slots);
  }

  read(cell: CellNode): Reading {
    const known = this.readings[cell.index];
    if (known !== undefined) return known;
    const reading = this.readAnew(cell);
    this.readings[cell.index] = reading;
    return reading;
  }

  marksOf(assessmentItem: string): readonly Mark[] {
    return this.input.marks?.get(assessmentItem) ?? NONE;
  }

  isHeld(event: CalendarEvent, year: number): boolean {
    return this.input.calendar?.get(year)?.has(event) ?? false;
  }

  /** What stands in a place, whatever its state. */
  find(slot: Slot): InputValue | null {
    const known = this.found[slot.index];
    if (known !== undefined) return known;
    const value = this.input.values.get(slot.key) ?? null;
    this.found[slot.index] = value;
    return value;
  }

  private readAnew(cell: CellNode): Reading {
    switch (cell.kind) {
      case 'entered':
        return this.readEntered(cell);
      case 'derived':
        return this.readDerived(cell);
      case 'sum':
        return this.readSum(cell);
      case 'carried':
        return this.readCarried(cell);
    }
  }

  private readEntered(cell: EnteredNode): Reading {
    if (cell.isUnavailable) return without(cell, 'UNAVAILABLE');
    if (cell.annual !== null) {
      const annual = this.find(cell.annual);
      if (annual !== null && isCounted(annual)) return received([annual], numberOf(annual));
    }
    const inputs: InputValue[] = [];
    const gaps: Gap[] = [];
    let total: Decimal | null = null;
    for (const slot of cell.slots) {
      const value = this.find(slot);
      if (value === null) gaps.push(slot.gap);
      else if (!isCounted(value)) gaps.push({ ...slot.gap, reason: reasonOf(value) });
      else {
        inputs.push(value);
        total = total === null ? numberOf(value) : total.plus(numberOf(value));
      }
    }
    if (total !== null && gaps.length === 0) return received(inputs, total);
    if (this.isNotHeld(cell)) return without(cell, 'NOT_APPLICABLE');
    const low = total !== null && cell.rule === 'SUM' ? cell.lowest.plus(total) : cell.lowest;
    return { ...without(cell, inputs.length > 0 ? 'PARTIAL' : 'MISSING'), low, inputs, gaps };
  }

  /** Not applicable by calendar: the event is not known to have been held, and no cell of the measure shows that it was. */
  private isNotHeld({ calendar, year }: EnteredNode): boolean {
    if (calendar === null || this.isHeld(calendar.event, year)) return false;
    return calendar.siblings.every((slot) => this.find(slot) === null);
  }

  private readDerived(cell: DerivedNode): Reading {
    if (cell.isUnavailable) return without(cell, 'UNAVAILABLE');
    if (cell.stored !== null) {
      const stored = this.find(cell.stored);
      if (stored !== null && isCounted(stored)) return received([stored], numberOf(stored));
    }
    const parts = cell.parts.map((part) => this.read(part));
    if (parts.some(({ status }) => status === 'UNAVAILABLE')) return without(cell, 'UNAVAILABLE');
    if (parts.every(({ status }) => status === 'NOT_APPLICABLE')) return without(cell, 'NOT_APPLICABLE');
    const inputs = parts.flatMap((part) => part.inputs);
    const derived = parts.flatMap((part) => part.derived);
    const operands = parts.flatMap(({ value }) => (value === null ? [] : [value]));
    const carriedFrom = parts[0]?.carriedFrom ?? null;
    if (operands.length < parts.length) {
      const gaps = parts.flatMap((part, index) => (part.status === 'NOT_APPLICABLE' ? gapsOf(cell.parts[index]) : part.gaps));
      const status = inputs.length > 0 ? 'PARTIAL' : 'MISSING';
      const isNotComputable = parts.some((part) => part.isNotComputable);
      return { ...without(cell, status), low: lowerBound(cell, parts), inputs, derived, gaps, isNotComputable };
    }
    const value = deriveFrom(cell.operation, operands);
    if (value === null) {
      return { ...without(cell, 'PARTIAL'), inputs, derived, gaps: [notComputable(cell)], isNotComputable: true };
    }
    derived.push({ ...placeOf(cell), operation: cell.operation, value, parts: inputs.map(({ id }) => id) });
    return { ...received(inputs, value), derived, carriedFrom };
  }

  private readSum(cell: SumNode): Reading {
    const readings = cell.cells
      .map((part) => this.read(part))
      .filter(({ status }) => status !== 'NOT_APPLICABLE' && status !== 'UNAVAILABLE');
    if (readings.length === 0) return without(cell, 'NOT_APPLICABLE');
    let value: Decimal | null = ZERO;
    let low = ZERO;
    let high = ZERO;
    for (const reading of readings) {
      value = value === null || reading.value === null ? null : value.plus(reading.value);
      low = low.plus(reading.low);
      high = high.plus(reading.high);
    }
    const inputs = readings.flatMap((reading) => reading.inputs);
    const derived = readings.flatMap((reading) => reading.derived);
    if (value !== null) return { ...received(inputs, value), derived };
    const gaps = readings.flatMap((reading) => reading.gaps);
    return { ...without(cell, inputs.length > 0 ? 'PARTIAL' : 'MISSING'), low, high, inputs, derived, gaps };
  }

  private readCarried(cell: CarriedNode): Reading {
    const [current, ...earlier] = cell.cells;
    if (current === undefined) return without(cell, 'NOT_APPLICABLE');
    const reading = this.read(current);
    if (reading.status !== 'NOT_APPLICABLE') return reading;
    for (const node of earlier) {
      const found = this.read(node);
      if (found.status === 'RECEIVED') return { ...found, carriedFrom: found.carriedFrom ?? node.year };
    }
    return reading;
  }
}

/** Lower bound of a computed value: known only while everything but the first part is known. */
function lowerBound(cell: DerivedNode, parts: readonly Reading[]): Decimal {
  const [first, second] = parts;
  if (first === undefined) return cell.lowest;
  if (cell.operation === 'sum') return parts.reduce((sum, part) => sum.plus(part.low), ZERO);
  if (!first.low.isFinite() || second?.value == null || second.value.lte(0)) return cell.lowest;
  const value = deriveFrom(cell.operation, [first.low, second.value]);
  return value === null ? cell.lowest : roundDecimal(value, DERIVED_PLACES);
}

function received(inputs: readonly InputValue[], value: Decimal): Reading {
  return { ...NOTHING, status: 'RECEIVED', value, low: value, high: value, inputs };
}

function without(cell: CellNode, status: Reading['status']): Reading {
  return { ...NOTHING, status, low: cell.lowest, high: cell.highest };
}

const NOTHING: Reading = {
  status: 'MISSING',
  value: null,
  low: ZERO,
  high: ZERO,
  inputs: NONE,
  derived: NONE,
  gaps: NONE,
  isNotComputable: false,
  carriedFrom: null,
};

function numberOf({ value }: InputValue): Decimal {
  if (value === 'true') return ONE;
  return value === 'false' ? ZERO : decimal(value);
}

function reasonOf(value: InputValue): Gap['reason'] {
  if (value.isSuppressed === true) return 'SUPPRESSED';
  if (value.isDisputed === true) return 'DISPUTED';
  return value.state === 'WITHDRAWN' ? 'MISSING' : 'UNACCEPTED';
}

function notComputable(cell: CellNode): Gap {
  const { measure, period, dimensions } = placeOf(cell);
  return { measure, assessmentItem: null, period, dimensions, memberUnit: null, reason: 'NOT_COMPUTABLE' };
}

function placeOf({ measure, year, dimensions }: CellNode): { measure: string; period: string; dimensions: string } {
  return { measure, period: String(year), dimensions };
}

/** Everything a cell could be filled from; said where its counterpart was filed although no event is known. */
function gapsOf(cell: CellNode | undefined): readonly Gap[] {
  switch (cell?.kind) {
    case undefined:
      return NONE;
    case 'entered':
      return cell.slots.map(({ gap }) => gap);
    case 'sum':
      return cell.cells.flatMap(gapsOf);
    case 'derived':
      return cell.parts.flatMap(gapsOf);
    case 'carried':
      return gapsOf(cell.cells[0]);
  }
}
