import { deriveFrom } from '../derivation/derive-value.ts';
import { type Decimal, decimal } from '../primitives/decimal.ts';
import type { CarriedNode, CellNode, DerivedNode, EnteredNode, Slot, SumNode } from './cell-node.ts';
import { ONE, ZERO } from './outcome.ts';
import { derivedOf, incomplete, inputsOf, operandsOf, received, sumOf, without } from './make-reading.ts';
import type { Gap } from './gap.ts';
import type { MeasureReader, Reading } from './reading.ts';
import { type CalendarEvent, type InputValue, isCounted, type Mark } from './input-value.ts';
import type { ScoringInput } from './scoring-input.ts';

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

  /** True where a value waits for acceptance. */
  isPending(slot: Slot): boolean {
    const value = this.find(slot);
    if (value !== null) return value.state === 'SUBMITTED' || value.state === 'APPROVED';
    return this.input.pending?.has(slot.key) ?? false;
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
    const annual = cell.annual === null ? null : this.find(cell.annual);
    if (annual !== null && isCounted(annual)) return received([annual], numberOf(annual));
    const inputs: InputValue[] = [];
    let total = ZERO;
    for (const slot of cell.slots) {
      const value = this.find(slot);
      if (value === null || !isCounted(value)) continue;
      total = inputs.length === 0 ? numberOf(value) : total.plus(numberOf(value));
      inputs.push(value);
    }
    if (inputs.length === cell.slots.length) return received(inputs, total);
    if (this.isNotHeld(cell)) return without(cell, 'NOT_APPLICABLE');
    const low = inputs.length > 0 && cell.rule === 'SUM' ? cell.lowest.plus(total) : cell.lowest;
    return incomplete(cell, { low, inputs, gaps: this.gapsIn(cell.slots) });
  }

  private gapsIn(slots: readonly Slot[]): Gap[] {
    const gaps: Gap[] = [];
    for (const slot of slots) {
      const value = this.find(slot);
      if (value === null) gaps.push(this.isPending(slot) ? { ...slot.gap, reason: 'UNACCEPTED' } : slot.gap);
      else if (!isCounted(value)) gaps.push({ ...slot.gap, reason: reasonOf(value) });
    }
    return gaps;
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
    const inputs = inputsOf(parts);
    const derived = derivedOf(parts);
    if (parts.some(({ value }) => value === null)) {
      const gaps = parts.flatMap((part, index) =>
        part.status === 'NOT_APPLICABLE' ? gapsOf(cell.parts[index]) : part.gaps,
      );
      const isNotComputable = parts.some((part) => part.isNotComputable);
      return incomplete(cell, { low: lowerBound(cell, parts), inputs, derived, gaps, isNotComputable });
    }
    const value = deriveFrom(cell.operation, operandsOf(parts));
    if (value === null) {
      return incomplete(cell, { inputs, derived, gaps: [notComputable(cell)], isNotComputable: true });
    }
    const { measure, operation, dimensions } = cell;
    const own = { measure, operation, period: String(cell.year), dimensions, value, parts: inputs.map(({ id }) => id) };
    return received(inputs, value, [...derived, own], parts[0]?.carriedFrom ?? null);
  }

  private readSum(cell: SumNode): Reading {
    const readings: Reading[] = [];
    for (const part of cell.cells) {
      const reading = this.read(part);
      if (reading.status !== 'NOT_APPLICABLE' && reading.status !== 'UNAVAILABLE') readings.push(reading);
    }
    if (readings.length === 0) return without(cell, 'NOT_APPLICABLE');
    const inputs = inputsOf(readings);
    const derived = derivedOf(readings);
    const operands = operandsOf(readings);
    if (operands.length === readings.length) return received(inputs, sumOf(operands), derived);
    const low = sumOf(readings.map((reading) => reading.low));
    return incomplete(cell, { low, inputs, derived, gaps: readings.flatMap(({ gaps }) => gaps) });
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
  if (cell.operation === 'sum') return sumOf(parts.map(({ low }) => low));
  if (!first.low.isFinite() || second?.value == null || second.value.lte(0)) return cell.lowest;
  const value = deriveFrom(cell.operation, [first.low, second.value]);
  return value ?? cell.lowest;
}

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
  const { measure, year, dimensions } = cell;
  return {
    measure,
    assessmentItem: null,
    period: String(year),
    dimensions,
    memberUnit: null,
    reason: 'NOT_COMPUTABLE',
  };
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
