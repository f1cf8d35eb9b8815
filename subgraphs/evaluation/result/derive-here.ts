import type { Framework } from '../../../shared/catalogue/catalogue.ts';
import { deriveCell } from '../../../shared/derivation/derive-cell.ts';
import { type CellRef, orderOfDerivation } from '../../../shared/derivation/derived-cells.ts';
import { cellsOf } from '../../../shared/derivation/measure-cells.ts';
import { decimal, isDecimalString, toDecimalString } from '../../../shared/primitives/decimal.ts';
import { periodsOfYear } from '../../../shared/primitives/period.ts';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import { DERIVED_HERE } from '../input-store/department-register.ts';

/** A value derived here, before it has an id and a revision of its own. */
export type DerivedObservation = Omit<AcceptedObservation, 'id' | 'revision'>;

/** Key of a cell within one subject. */
export function cellRefText({ measure, period, dimensions }: CellRef): string {
  return `${measure}\t${period}\t${dimensions}`;
}

/**
 * The computed cells of a year whose parts come from several departments; no department can compute them alone.
 * A cell with a missing part is left out: missing is never zero. `observations` is all that is known
 * but what was derived here for this very year.
 */
export function deriveAcrossDepartments(
  framework: Framework,
  year: number,
  observations: Iterable<AcceptedObservation>,
): DerivedObservation[] {
  const known = new Map<string, DerivedObservation | AcceptedObservation>();
  for (const observation of observations) known.set(cellRefText(observation), observation);
  const derived: DerivedObservation[] = [];
  for (const cell of computedCells(framework, year)) {
    if (known.has(cellRefText(cell))) continue;
    const observation = derive(framework, cell, known);
    if (observation === null) continue;
    known.set(cellRefText(cell), observation);
    derived.push(observation);
  }
  return derived;
}

/** Computed cells of the periods of a year, each after everything it rests on. */
function computedCells(framework: Framework, year: number): CellRef[] {
  return orderOfDerivation(framework).flatMap((measure) =>
    periodsOfYear(year, measure.frequency).flatMap((period) =>
      cellsOf(framework, measure).map(({ text }) => ({ measure: measure.code, period, dimensions: text })),
    ),
  );
}

function derive(
  framework: Framework,
  cell: CellRef,
  known: ReadonlyMap<string, DerivedObservation | AcceptedObservation>,
): DerivedObservation | null {
  const result = deriveCell(framework, cell, (part) => {
    const value = known.get(cellRefText(part))?.value;
    return value !== undefined && isDecimalString(value) ? decimal(value) : null;
  });
  if (result.value === null) return null;
  const inputs = result.inputs.flatMap((input) => known.get(cellRefText(input)) ?? []);
  const [first] = inputs;
  if (first === undefined || departmentsOf(inputs).size < 2) return null;
  return {
    ...cell,
    department: DERIVED_HERE,
    subject: first.subject,
    value: toDecimalString(result.value),
    state: inputs.every(({ state }) => state === 'LOCKED') ? 'LOCKED' : 'ACCEPTED',
    memberUnit: null,
    receiptHash: null,
    isDerived: true,
    isDemo: inputs.some(({ isDemo }) => isDemo),
    inputs: inputs.flatMap(partsOf),
    reportedOn: null,
    receivedAt: latestReceipt(inputs, first),
  };
}

/** Parts as departments gave them: a part derived here stands for its own parts. */
function partsOf(input: DerivedObservation | AcceptedObservation): AcceptedObservation[] {
  return 'id' in input ? [input] : [...input.inputs];
}

/** Departments of the parts; a part derived here already stands for several. */
function departmentsOf(inputs: readonly (DerivedObservation | AcceptedObservation)[]): Set<string> {
  return new Set(inputs.flatMap(partsOf).map(({ department }) => department));
}

/** Instant at which the last of the parts was there. */
export function latestReceipt(
  inputs: readonly { readonly receivedAt: string }[],
  first: { readonly receivedAt: string },
): string {
  return (
    inputs
      .map(({ receivedAt }) => receivedAt)
      .sort()
      .at(-1) ?? first.receivedAt
  );
}
