import { deriveFrom } from '../../derivation/derive-value.ts';
import type { CarriedNode, CellNode, DerivedNode, EnteredNode, Slot, SumNode } from '../compile/cell-node.ts';
import { ZERO } from '../outcome/outcome.ts';
import { conditionOf, INTERVAL_RULES, type InputCondition, numberOf, statedBounds } from '../outcome/interval-rules.ts';
import { derivedOf, exempt, incomplete, inputsOf, operandsOf, received, sumOf, without } from './make-reading.ts';
import type { Gap } from '../outcome/gap.ts';
import type { MeasureReader, Reading } from './reading.ts';
import { rangeOf } from '../outcome/range-of.ts';
import {
  type CalendarEvent,
  cellKey,
  type InputValue,
  isAccepted,
  isCounted,
  type Mark,
  type PeerValue,
} from './input-value.ts';
import type { ScoringInput } from '../scoring-input.ts';

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

  isInPeerGroup(group: string): boolean {
    return this.input.peerGroups?.includes(group) ?? false;
  }

  peersOf({ measure, year, dimensions }: CellNode): readonly PeerValue[] | null {
    return this.input.peers?.get(cellKey(measure, String(year), dimensions)) ?? null;
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
    if (annual !== null && isCounted(annual)) return received([annual], numberOf(annual.value));
    const inputs: InputValue[] = [];
    let total = ZERO;
    for (const slot of cell.slots) {
      const value = this.find(slot);
      if (value === null || !isCounted(value)) continue;
      total = inputs.length === 0 ? numberOf(value.value) : total.plus(numberOf(value.value));
      inputs.push(value);
    }
    if (inputs.length === cell.slots.length) return received(inputs, total);
    const isOfYear = cell.annual !== null && annual !== null && isContested(annual);
    return this.readOpen(cell, isOfYear ? [cell.annual] : cell.slots);
  }

  /** A cell of which something does not count as it stands: each place gives what it may be, by `INTERVAL_RULES`. */
  private readOpen(cell: EnteredNode, slots: readonly Slot[]): Reading {
    const inputs: InputValue[] = [];
    const gaps: Gap[] = [];
    let low = ZERO;
    let high = ZERO;
    let exempted = 0;
    for (const slot of slots) {
      const value = this.find(slot);
      const condition = conditionOf(value, this.isPending(slot));
      if (condition === 'NOT_APPLICABLE_BY_APPROVAL') {
        exempted += 1;
        continue;
      }
      if (condition === 'COUNTED' && value !== null) {
        inputs.push(value);
        low = low.plus(numberOf(value.value));
        high = high.plus(numberOf(value.value));
        continue;
      }
      const bounds = statedBounds(value);
      if (bounds !== null && value !== null) inputs.push(value);
      low = low.plus(bounds?.low ?? cell.lowest);
      high = high.plus(bounds?.high ?? cell.highest);
      gaps.push(isGap(condition) ? { ...slot.gap, reason: condition } : slot.gap);
    }
    if (exempted === slots.length) return exempt(cell);
    if (gaps.length === 0) return received(inputs, low);
    return this.isNotHeld(cell) ? without(cell, 'NOT_APPLICABLE') : incomplete(cell, { low, high, inputs, gaps });
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
      if (stored !== null && isCounted(stored)) return received([stored], numberOf(stored.value));
      if (stored !== null && isContested(stored)) return readContested(cell, stored, cell.stored);
    }
    const parts = cell.parts.map((part) => this.read(part));
    if (parts.some(({ status }) => status === 'UNAVAILABLE')) return without(cell, 'UNAVAILABLE');
    if (parts.every(({ status }) => status === 'NOT_APPLICABLE')) return without(cell, 'NOT_APPLICABLE');
    if (parts.some(({ isExempt }) => isExempt)) return this.withoutExempt(cell, parts);
    const inputs = inputsOf(parts);
    const derived = derivedOf(parts);
    if (parts.some(({ value }) => value === null)) {
      const gaps = parts.flatMap((part, index) =>
        part.status === 'NOT_APPLICABLE' ? gapsOf(cell.parts[index]) : part.gaps,
      );
      const isNotComputable = parts.some((part) => part.isNotComputable);
      return incomplete(cell, { ...rangeOf(cell, parts), inputs, derived, gaps, isNotComputable });
    }
    const value = deriveFrom(cell.operation, operandsOf(parts));
    if (value === null) {
      return incomplete(cell, { inputs, derived, gaps: [notComputable(cell)], isNotComputable: true });
    }
    const { measure, operation, dimensions } = cell;
    const own = { measure, operation, period: String(cell.year), dimensions, value, parts: inputs.map(({ id }) => id) };
    return received(inputs, value, [...derived, own], parts[0]?.carriedFrom ?? null);
  }

  /** A sum goes on without a part that is approved as not applicable; no other computed value has a meaning without it. */
  private withoutExempt(cell: DerivedNode, parts: readonly Reading[]): Reading {
    const left = cell.parts.filter((_part, index) => parts[index]?.isExempt !== true);
    if (cell.operation !== 'sum' || left.length === 0) return exempt(cell);
    return this.readDerived({ ...cell, stored: null, parts: left });
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
    const high = sumOf(readings.map((reading) => reading.high));
    return incomplete(cell, { low, high, inputs, derived, gaps: readings.flatMap(({ gaps }) => gaps) });
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

/** True for an accepted value that something stands against. */
function isContested(value: InputValue): boolean {
  return value.standing !== undefined && isAccepted(value);
}

/** A computed value its department has filed and that something stands against. */
function readContested(cell: DerivedNode, stored: InputValue, slot: Slot): Reading {
  const condition = conditionOf(stored, false);
  if (condition === 'NOT_APPLICABLE_BY_APPROVAL') return exempt(cell);
  const bounds = statedBounds(stored);
  const gaps = [isGap(condition) ? { ...slot.gap, reason: condition } : slot.gap];
  return incomplete(cell, { ...bounds, inputs: bounds === null ? NONE : [stored], gaps });
}

function isGap(condition: InputCondition): condition is Gap['reason'] {
  return condition !== 'COUNTED' && INTERVAL_RULES[condition].effect === 'INTERVAL';
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
