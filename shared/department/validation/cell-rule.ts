import type { ObservationState } from '../../graphql/observation-state.type.ts';
import type { Cell } from '../observation/observation.ts';
import type { FigureStage, ResolvedRow, RowContext } from './row.ts';
import type { Finding } from './row.errors.ts';
import type { Place } from './place.ts';
import type { RuleFacts } from './rule.ts';

/** What a cell holds now in the record. */
export interface KnownValue {
  readonly value: string;
  readonly revision: number;
  readonly state: ObservationState;
  readonly stage: FigureStage | null;
  readonly explanation: string | null;
}

/** The cells a rule may look at: the record, the submission, and what would count after it. */
export interface CellValues {
  /** What counts now in the record. */
  readonly current: (cell: Cell) => KnownValue | null;
  /** The row of this submission about the cell. */
  readonly handedIn: (cell: Cell) => ResolvedRow | null;
  /** What would count after this submission: handed in, else current. */
  readonly after: (cell: Cell) => string | null;
  /** The same of a subject at a place. */
  readonly afterAt: (subject: string, place: Place) => string | null;
}

/** One check of a row against other cells, of the same submission or of the record. */
export interface CellRule extends RuleFacts {
  /**
   * Cells of the row's subject that this rule wants to see beside the row's own; few. They follow from the row's place
   * alone: the same places for every subject and every value.
   */
  readonly reads: (row: ResolvedRow, context: RowContext) => readonly Cell[];
  readonly check: (row: ResolvedRow, values: CellValues, context: RowContext) => Finding | null;
  /**
   * True for a rule that says nothing about a value that is not negative where neither the other cells it reads hold a
   * value nor the record knows the row's own: then it is not asked at all.
   */
  readonly needsOthers?: boolean;
}

/** The cell a row is about. */
export function cellOfRow({ input, dimensions }: ResolvedRow): Cell {
  return { subject: input.subject, measure: input.measure, period: input.period, dimensions };
}
