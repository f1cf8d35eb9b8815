import type { Decimal } from '../../primitives/decimal.ts';
import type { CellNode } from '../compile/cell-node.ts';
import { ZERO } from '../outcome/outcome.ts';
import type { DerivedValue, Reading } from './reading.ts';
import type { InputValue } from './input-value.ts';

const NONE: readonly never[] = [];

/** A value that is there. */
export function received(
  inputs: readonly InputValue[],
  value: Decimal,
  derived: readonly DerivedValue[] = NONE,
  carriedFrom: number | null = null,
): Reading {
  return {
    status: 'RECEIVED',
    value,
    low: value,
    high: value,
    inputs,
    derived,
    gaps: NONE,
    isNotComputable: false,
    isExempt: false,
    carriedFrom,
  };
}

/** No value: bounds as far as they are known. */
export function without(cell: CellNode, status: Reading['status'], known: Partial<Reading> = {}): Reading {
  return {
    status,
    value: null,
    low: known.low ?? cell.lowest,
    high: known.high ?? cell.highest,
    inputs: known.inputs ?? NONE,
    derived: known.derived ?? NONE,
    gaps: known.gaps ?? NONE,
    isNotComputable: known.isNotComputable ?? false,
    isExempt: known.isExempt ?? false,
    carriedFrom: null,
  };
}

/** Approved as not applicable to the subject. */
export function exempt(cell: CellNode, inputs: readonly InputValue[] = NONE): Reading {
  return without(cell, 'NOT_APPLICABLE', { isExempt: true, inputs });
}

/** Some or all of it missing. */
export function incomplete(cell: CellNode, known: Partial<Reading>): Reading {
  return without(cell, known.inputs !== undefined && known.inputs.length > 0 ? 'PARTIAL' : 'MISSING', known);
}

/** Inputs of several readings, one after the other. */
export function inputsOf(readings: readonly Reading[]): readonly InputValue[] {
  const [first] = readings;
  if (first !== undefined && readings.length === 1) return first.inputs;
  const inputs: InputValue[] = [];
  for (const reading of readings) for (const input of reading.inputs) inputs.push(input);
  return inputs;
}

/** Computed values of several readings. */
export function derivedOf(readings: readonly Reading[]): readonly DerivedValue[] {
  const derived: DerivedValue[] = [];
  for (const reading of readings) for (const value of reading.derived) derived.push(value);
  return derived.length === 0 ? NONE : derived;
}

/** Values of the readings that have one. */
export function operandsOf(readings: readonly Reading[]): Decimal[] {
  const operands: Decimal[] = [];
  for (const { value } of readings) if (value !== null) operands.push(value);
  return operands;
}

/** Exact sum. */
export function sumOf(values: readonly Decimal[]): Decimal {
  let [total = ZERO] = values;
  for (let index = 1; index < values.length; index += 1) total = total.plus(values[index] ?? ZERO);
  return total;
}
