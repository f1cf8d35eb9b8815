import type { Framework } from '../../../../shared/catalogue/framework/framework.ts';
import type { ResponsibilitySplit } from '../../../../shared/catalogue/responsibility/responsibility-split.ts';
import { derivedStage, type ReleaseCalendar } from '../../../../shared/catalogue/calendar/release-calendar.ts';
import { answerableUnit } from '../../../../shared/catalogue/responsibility/ownership.ts';
import { deriveCell } from '../../../../shared/derivation/derive-cell.ts';
import type { CellRef } from '../../../../shared/derivation/derived-cells.ts';
import { type Decimal, decimal, isDecimalString, toDecimalString } from '../../../../shared/primitives/decimal.ts';
import { parseDimensions } from '../../../../shared/primitives/dimensions.ts';
import type { AcceptedObservation } from '../../input-store/accepted-observation.ts';
import { DERIVED_HERE } from '../../input-store/department-register.ts';

/** A value derived here, before it has an id and a revision of its own. */
export type DerivedObservation = Omit<AcceptedObservation, 'id' | 'revision'>;

/** Key of a cell within one subject. */
export function cellRefText({ measure, period, dimensions }: CellRef): string {
  return `${measure}\t${period}\t${dimensions}`;
}

/** The value of a cell with the accepted values it rests on. */
interface Known {
  readonly value: Decimal;
  readonly inputs: readonly AcceptedObservation[];
}

/** By which rules values are derived. */
export interface DerivationSetup {
  readonly framework: Framework;
  readonly split: ResponsibilitySplit;
  readonly releaseCalendar: ReleaseCalendar;
}

/**
 * The values of cells whose parts come from several departments; no department can compute them alone.
 * A cell with a missing part is left out: missing is never zero. `observations` is all that is known
 * but what was derived here for this very year.
 */
export function deriveAcrossDepartments(
  { framework, split, releaseCalendar }: DerivationSetup,
  cells: readonly CellRef[],
  observations: Iterable<AcceptedObservation>,
): DerivedObservation[] {
  const stored = new Map<string, AcceptedObservation>();
  for (const observation of observations) stored.set(cellRefText(observation), observation);
  const memory = new Map<string, Known | null>();

  const know = (cell: CellRef): Known | null => {
    const key = cellRefText(cell);
    const remembered = memory.get(key);
    if (remembered !== undefined) return remembered;
    const given = stored.get(key);
    const known = given === undefined ? derive(cell) : asGiven(given);
    memory.set(key, known);
    return known;
  };
  const derive = (cell: CellRef): Known | null => {
    const result = deriveCell(framework, cell, (part) => know(part)?.value ?? null);
    if (result.value === null) return null;
    return { value: result.value, inputs: result.inputs.flatMap((input) => know(input)?.inputs ?? []) };
  };

  return cells.flatMap((cell) => {
    if (stored.has(cellRefText(cell))) return [];
    const known = know(cell);
    return known === null
      ? []
      : toDerived(cell, known, {
          memberUnit: answerableUnit(split, cell.measure, parseDimensions(cell.dimensions)),
          stage: derivedStage(releaseCalendar, cell, known.inputs),
        });
  });
}

/** A part derived here a year before stands for its own parts. */
function asGiven(given: AcceptedObservation): Known | null {
  if (!isDecimalString(given.value)) return null;
  return { value: decimal(given.value), inputs: given.department === DERIVED_HERE ? given.inputs : [given] };
}

function toDerived(
  cell: CellRef,
  { value, inputs }: Known,
  own: Pick<DerivedObservation, 'memberUnit' | 'stage'>,
): DerivedObservation[] {
  const [first] = inputs;
  if (first === undefined || new Set(inputs.map(({ department }) => department)).size < 2) return [];
  return [
    {
      ...cell,
      department: DERIVED_HERE,
      subject: first.subject,
      value: toDecimalString(value),
      state: inputs.every(({ state }) => state === 'LOCKED') ? 'LOCKED' : 'ACCEPTED',
      ...own,
      receiptHash: null,
      isDerived: true,
      isDemo: inputs.some(({ isDemo }) => isDemo),
      inputs: [...new Set(inputs)],
      reportedOn: null,
      receivedAt: latestReceipt(inputs, first),
    },
  ];
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
