import type { ObservationState } from '../../graphql/observation-state.type.ts';
import type { Issue } from '../../primitives/issue.ts';
import { type Cell, cellKey } from '../observation/observation.ts';
import type { ResolvedRow, RowContext } from './row.ts';
import { type Finding, toIssue } from './row.errors.ts';

/** What a cell holds now in the record. */
export interface KnownValue {
  readonly value: string;
  readonly revision: number;
  readonly state: ObservationState;
  readonly stage: 'PRELIMINARY' | 'FINAL' | null;
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
export interface CellRule {
  readonly id: string;
  /** True where the lead may let one value pass with a reason. */
  readonly isWaivable: boolean;
  /** Cells of the record this rule wants to see beside the row's own. */
  readonly reads: (row: ResolvedRow, context: RowContext) => readonly Cell[];
  readonly check: (row: ResolvedRow, values: CellValues, context: RowContext) => Finding | null;
}

/** The checks against other cells every department makes. */
export const commonCellRules: readonly CellRule[] = [];

/** Every cell the rules want to see for the rows, each once; the rows' own cells are among them. */
export function cellsToRead(rows: readonly ResolvedRow[], rules: readonly CellRule[], context: RowContext): Cell[] {
  const cells = new Map<string, Cell>();
  const add = (cell: Cell): void => void cells.set(cellKey(cell), cell);
  for (const row of rows) {
    add(ownCell(row));
    for (const rule of rules) for (const cell of rule.reads(row, context)) add(cell);
  }
  return [...cells.values()];
}

/** Every finding of every rule on every row. */
export function checkCells(
  rows: readonly ResolvedRow[],
  rules: readonly CellRule[],
  values: CellValues,
  context: RowContext,
): Issue[] {
  return rows.flatMap((row) =>
    rules.flatMap((rule) => {
      const finding = rule.check(row, values, context);
      return finding ? [toIssue(finding, row.number, rule.id)] : [];
    }),
  );
}

/** The cell a row is about. */
function ownCell({ input, dimensions }: ResolvedRow): Cell {
  return { subject: input.subject, measure: input.measure, period: input.period, dimensions };
}
