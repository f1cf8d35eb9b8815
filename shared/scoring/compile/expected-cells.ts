import type { Framework } from '../../catalogue/framework/framework.ts';
import type { Measure } from '../../catalogue/framework/measure.ts';
import { cellsOf, isUnavailable } from '../../derivation/measure-cells.ts';
import { periodsOfYear } from '../../primitives/period.ts';
import type { Slot } from './cell-node.ts';
import { dueDateOf } from '../grade/due-dates.ts';
import type { CalendarEvent } from '../reading/input-value.ts';
import type { SlotTable } from './slot-table.ts';

/** A measure of which units owe values for the year. */
export interface ExpectedMeasure {
  readonly measure: string;
  readonly event: CalendarEvent | null;
  /** Its cells by the unit that owes them. */
  readonly units: readonly { readonly memberUnit: string; readonly cells: readonly ExpectedCell[] }[];
}

export interface ExpectedCell {
  readonly slot: Slot;
  readonly memberUnit: string;
  /** Last day on which filing is in time. */
  readonly dueOn: string;
}

/** Every cell that a unit types for the year: not computed, not unavailable, of measures that apply to the kind of subject. */
export function expectedMeasures(framework: Framework, year: number, slots: SlotTable): ExpectedMeasure[] {
  return [...framework.measures.values()]
    .filter((measure) => measure.derivation === null && measure.appliesTo.includes(framework.subjectKind))
    .map((measure) => ({
      measure: measure.code,
      event: measure.periodicity?.event ?? null,
      units: byUnit(expectedCells(framework, measure, { year, slots })),
    }));
}

function byUnit(cells: readonly ExpectedCell[]): ExpectedMeasure['units'] {
  const units = new Map<string, ExpectedCell[]>();
  for (const cell of cells) {
    const own = units.get(cell.memberUnit) ?? [];
    own.push(cell);
    units.set(cell.memberUnit, own);
  }
  return [...units].map(([memberUnit, own]) => ({ memberUnit, cells: own }));
}

function expectedCells(
  framework: Framework,
  measure: Measure,
  { year, slots }: { readonly year: number; readonly slots: SlotTable },
): ExpectedCell[] {
  return cellsOf(framework, measure)
    .filter(({ coordinates }) => !isUnavailable(measure, coordinates))
    .flatMap(({ text }) =>
      periodsOfYear(year, measure.frequency).map((period) => {
        const slot = slots.slot(measure, period, text);
        return { slot, memberUnit: slot.gap.memberUnit ?? '', dueOn: dueDateOf(period) };
      }),
    );
}
