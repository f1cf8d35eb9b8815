import type { ObservationState } from '../../graphql/observation-state.type.ts';
import type { Cell } from '../observation/observation.ts';
import type { FigureStage, ResolvedRow, RowContext } from './row.ts';
import type { Finding } from './row.errors.ts';
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
}

/** One check of a row against other cells, of the same submission or of the record. */
export interface CellRule extends RuleFacts {
  /** Cells of the record this rule wants to see beside the row's own; few, for each costs a key per row. */
  readonly reads: (row: ResolvedRow, context: RowContext) => readonly Cell[];
  readonly check: (row: ResolvedRow, values: CellValues, context: RowContext) => Finding | null;
}

/** The cell a row is about. */
export function cellOfRow({ input, dimensions }: ResolvedRow): Cell {
  return { subject: input.subject, measure: input.measure, period: input.period, dimensions };
}
