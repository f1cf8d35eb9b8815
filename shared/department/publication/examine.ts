import type { Issue } from '../../primitives/issue.ts';
import { type Cell, cellKey } from '../observation/observation.ts';
import type { RecordCell } from '../observation/record-cell.ts';
import { type CellRule, type CellValues, cellsToRead } from '../validation/cell.rules.ts';
import { checkAndSettle } from '../validation/check-and-settle.ts';
import { isControlRow } from '../validation/control-row.ts';
import type { ResolvedRow, RowContext } from '../validation/row.ts';
import type { Waiver } from '../validation/settle.ts';
import { type Comparison, compareRow, summarise, type ValueChange } from './comparison.ts';
import { cellOf } from './publication-rows.ts';
import type { PublicationMode } from './publication.ts';
import { checkStanding, type Standing } from './standing.rules.ts';

/** Rows that belong together, as they came out of the checks within a row. */
export interface RowsToExamine {
  readonly rows: readonly ResolvedRow[];
  /** What the checks within a row found about them. */
  readonly issues: readonly Issue[];
}

/** What holding rows against each other and against the record comes to. */
export interface Examination {
  /** Rows that would make a new revision. */
  readonly accepted: readonly ResolvedRow[];
  /** Numbers of rows that are refused. */
  readonly refused: readonly number[];
  readonly issues: readonly Issue[];
  readonly comparison: Comparison;
}

/** By what rows are examined. */
export interface Yardstick {
  readonly rules: readonly CellRule[];
  readonly waivers: readonly Waiver[];
  readonly standing: Standing;
  readonly context: RowContext;
  readonly mode: PublicationMode;
}

/** The cells that examining the rows asks the record for beside the rows' own. */
export function cellsBeside(rows: readonly ResolvedRow[], rules: readonly CellRule[], context: RowContext): Cell[] {
  return cellsToRead(rows.filter(isSound), rules, context);
}

/**
 * Holds rows against each other and against the record, and says which are refused, which change something and which
 * say what is known. Pure; the order of rows changes nothing but the order of findings.
 */
export function examine(
  { rows, issues: found }: RowsToExamine,
  record: ReadonlyMap<string, RecordCell>,
  { rules, waivers, standing, context, mode }: Yardstick,
): Examination {
  const sound = rows.filter(isSound);
  const stored = sound.filter((row) => !isControlRow(row));
  const changes = new Map<number, ValueChange>();
  const standingIssues: Issue[] = [];
  for (const row of stored) {
    const cell = record.get(cellKey(cellOf(row)));
    const change = compareRow(row, cell);
    changes.set(row.number, change);
    const issue = checkStanding(row, cell, change.kind, standing);
    if (issue) standingIssues.push(issue);
  }
  const current = currentIn(record);
  const checked = { rows, issues: [...found, ...standingIssues] };
  const settled = checkAndSettle(checked, { rules, waivers, context, current, mode });
  const refused = new Set(settled.refused);
  const kept = stored.filter((row) => !refused.has(row.number));
  return {
    accepted: kept.filter((row) => changes.get(row.number)?.kind !== 'UNCHANGED'),
    refused: settled.refused,
    issues: settled.issues,
    comparison: summarise(kept.flatMap((row) => changes.get(row.number) ?? [])),
  };
}

/** What counts now; where the record knows none of the cells, as of a new period, nothing is looked up. */
function currentIn(record: ReadonlyMap<string, RecordCell>): CellValues['current'] {
  for (const { known } of record.values()) {
    if (known !== null) return (cell) => record.get(cellKey(cell))?.known ?? null;
  }
  return () => null;
}

/** A row whose cell and measure are known: others can only be refused by what was found within them. */
function isSound({ period, measure, kind }: ResolvedRow): boolean {
  return period !== null && measure !== null && kind !== null;
}
