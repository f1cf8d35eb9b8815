import type { Issue } from '../../primitives/issue.ts';
import { cellKey } from '../observation/observation.ts';
import type { RecordCell } from '../observation/record-cell.ts';
import type { CellValues } from '../validation/cell-rule.ts';
import { checkAndSettle, nothingRecorded } from '../validation/check-and-settle.ts';
import type { CheckPlans } from '../validation/check-plan.ts';
import { isControlRow } from '../validation/control-row.ts';
import type { ResolvedRow } from '../validation/row.ts';
import type { Waiver } from '../validation/settle.ts';
import { changeKind, type ComparedRow, type Comparison, summarise } from './comparison.ts';
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
  readonly plans: CheckPlans;
  readonly waivers: readonly Waiver[];
  readonly standing: Standing;
  readonly mode: PublicationMode;
}

/**
 * Holds rows against each other and against the record, and says which are refused, which change something and which
 * say what is known. Pure; the order of rows changes nothing but the order of findings.
 */
export function examine(
  { rows, issues: found }: RowsToExamine,
  record: ReadonlyMap<string, RecordCell>,
  { plans, waivers, standing, mode }: Yardstick,
): Examination {
  const compared: ComparedRow[] = [];
  const standingIssues: Issue[] = [];
  for (const row of rows) {
    if (!isSound(row) || isControlRow(row)) continue;
    const cell = record.size === 0 ? undefined : record.get(cellKey(cellOf(row)));
    const kind = changeKind(row, cell);
    compared.push({ kind, row, cell });
    const issue = checkStanding(row, cell, kind, standing);
    if (issue) standingIssues.push(issue);
  }
  const current = currentIn(record);
  const settled = checkAndSettle({ rows, issues: [...found, ...standingIssues] }, { plans, waivers, current, mode });
  const refused = new Set(settled.refused);
  const kept = refused.size === 0 ? compared : compared.filter(({ row }) => !refused.has(row.number));
  return {
    accepted: kept.flatMap(({ kind, row }) => (kind === 'UNCHANGED' ? [] : [row])),
    refused: settled.refused,
    issues: settled.issues,
    comparison: summarise(kept),
  };
}

/** What counts now; where the record knows none of the cells, as of a new period, nothing is looked up. */
function currentIn(record: ReadonlyMap<string, RecordCell>): CellValues['current'] {
  for (const { known } of record.values()) {
    if (known !== null) return (cell) => record.get(cellKey(cell))?.known ?? null;
  }
  return nothingRecorded;
}

/** A row whose cell and measure are known: others can only be refused by what was found within them. */
export function isSound({ period, measure, kind }: ResolvedRow): boolean {
  return period !== null && measure !== null && kind !== null;
}
