import { newId } from '../../primitives/identifiers.ts';
import { type Cell, cellKey } from '../observation/observation.ts';
import type { NewObservation } from '../observation/observation.repository.ts';
import type { RecordCell } from '../observation/record-cell.ts';
import type { FigureStage, ResolvedRow } from '../validation/row.ts';

/** The stage of a figure whose reporter did not say; see the release calendar. */
export type StageOf = (measure: string, period: string, reportedOn: string) => FigureStage | null;

/** How rows become observations. */
export interface RowStorage {
  readonly memberUnit: string;
  readonly reportedOn: string;
  readonly stageOf: StageOf;
}

/** The observation a row leads to: the next revision of its cell, counting or waiting ones included. */
export function toNewObservation(
  row: ResolvedRow,
  record: ReadonlyMap<string, RecordCell>,
  { memberUnit, reportedOn, stageOf }: RowStorage,
): NewObservation {
  const cell = cellOf(row);
  if (row.period === null || row.measure === null) throw new Error('a row without period or measure passed its checks');
  // Written out: there may be very many, and a spread object is made anew with every member added to it.
  return {
    subject: cell.subject,
    measure: cell.measure,
    period: cell.period,
    dimensions: cell.dimensions,
    uuid: newId(),
    periodYear: row.period.year,
    periodStart: row.period.start,
    periodEnd: row.period.end,
    value: row.value,
    isNumber: row.measure.type !== 'boolean' && row.measure.type !== 'text',
    revision: (record.size === 0 ? 0 : (record.get(cellKey(cell))?.highestRevision ?? 0)) + 1,
    memberUnit,
    explanation: row.input.explanation,
    isDerived: false,
    stage: row.input.stage ?? stageOf(cell.measure, cell.period, reportedOn),
  };
}

export function cellOf(row: ResolvedRow): Cell {
  const { subject, measure, period } = row.input;
  return { subject, measure, period, dimensions: row.dimensions };
}
