import type { Issue } from '../../primitives/issue.ts';
import { normaliseWireValue } from '../../primitives/wire-value.ts';
import { cellKey } from '../observation/observation.ts';
import { cellErrors } from './cell/cell.errors.ts';
import { cellOfRow } from './cell-rule.ts';
import { partsOfTotal } from './control-row.ts';
import type { ResolvedRow } from './row.ts';
import { rowErrors, toIssue } from './row.errors.ts';
import { uniqueRowRule } from './row.rules.ts';
import { isWaivableRule } from './rule-table.ts';
import { TOTAL_PART, TOTAL_SUM } from './cell/total.rules.ts';

/** The lead's leave to let one value of one cell pass one hard rule (豁免). */
export interface Waiver {
  readonly id: string;
  readonly rule: string;
  /** Key of the cell, see `cellKey`. */
  readonly cell: string;
  readonly value: string;
  readonly reason: string;
}

/** What the findings come to. */
export interface Settlement {
  /** Rows nothing speaks against, to be stored; control rows are never among them. */
  readonly accepted: readonly ResolvedRow[];
  /** Numbers of the rows refused, in the order of the rows. */
  readonly refused: readonly number[];
  /** The findings as they are told. */
  readonly issues: readonly Issue[];
  readonly usedWaivers: readonly Waiver[];
}

const NOTHING_FOUND = { refused: [], issues: [], usedWaivers: [] } as const;

const ASK = '请在情况说明(explanation)中写明原因';

/**
 * Decides which rows are refused. ERROR refuses unless a waiver of the same rule, cell and value covers it; WARNING
 * refuses a row without explanation; HINT never. Rows fall together where the fault of one is as much the other's:
 * repeated cells, and the parts of a total that does not match.
 */
export function settle(
  rows: readonly ResolvedRow[],
  found: readonly Issue[],
  waivers: readonly Waiver[],
  isWaivable: (rule: string) => boolean = isWaivableRule,
): Settlement {
  if (found.length === 0) return { accepted: rows.filter((row) => !row.isControl), ...NOTHING_FOUND };
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const granted = new Map(waivers.map((waiver) => [waiverKey(waiver.rule, waiver.cell, waiver.value), waiver]));
  const used = new Set<Waiver>();
  const refused = new Set<number>();
  const judged = found.map((issue) => {
    const row = issue.row === null ? undefined : byNumber.get(issue.row);
    const waiver = row && issue.severity === 'ERROR' && isWaivable(issue.rule) && granted.get(keyOf(issue, row));
    if (waiver) {
      used.add(waiver);
      return toWaived(issue, waiver);
    }
    const isRefusing = issue.severity === 'ERROR' || (issue.severity === 'WARNING' && !isExplained(row));
    if (!isRefusing) return issue;
    if (issue.row !== null) refused.add(issue.row);
    return issue.severity === 'WARNING'
      ? { ...issue, remedy: `${issue.remedy}；${ASK}`, message: `${issue.message}，${ASK}` }
      : issue;
  });
  const together = fallTogether(rows, judged);
  for (const { row } of together) if (row !== null) refused.add(row);
  return {
    accepted: rows.filter((row) => !row.isControl && !refused.has(row.number)),
    refused: rows.filter((row) => refused.has(row.number)).map((row) => row.number),
    issues: [...judged, ...together],
    usedWaivers: [...used],
  };
}

/** True for an explanation (情况说明) that says something: four characters, not all marks, not one repeated. */
export function isExplained(row: ResolvedRow | undefined): boolean {
  const characters = [...(row?.input.explanation ?? '').replaceAll(/\s/gu, '')];
  const said = characters.filter((each) => /[\p{L}\p{N}]/u.test(each));
  return characters.length >= 4 && new Set(said).size >= 2;
}

function keyOf(issue: Issue, row: ResolvedRow): string {
  return waiverKey(issue.rule, cellKey(cellOfRow(row)), row.value);
}

function waiverKey(rule: string, cell: string, value: string): string {
  return `${rule}\n${cell}\n${normaliseWireValue(value)}`;
}

function toWaived(issue: Issue, { reason }: Waiver): Issue {
  return {
    ...issue,
    severity: 'HINT',
    message: `${issue.message}；已由牵头单位豁免：${reason}`,
    messageEn: `${issue.messageEn}; waived by the lead unit`,
  };
}

/** Findings of rows that fall with another: nobody can say which of two, or which part of a total, is the wrong one. */
function fallTogether(rows: readonly ResolvedRow[], issues: readonly Issue[]): Issue[] {
  const errors = issues.filter(({ severity, row }) => severity === 'ERROR' && row !== null);
  const told = (rule: string): ReadonlySet<number | null> =>
    new Set(errors.filter((issue) => issue.rule === rule).map(({ row }) => row));
  const repeats = told(uniqueRowRule.id);
  const mismatches = told(TOTAL_SUM);
  const repeatOf = new Map<string, number>();
  for (const row of rows) if (repeats.has(row.number)) repeatOf.set(cellKey(cellOfRow(row)), row.number);
  const parts = new Set<string>();
  for (const row of rows) {
    if (mismatches.has(row.number)) for (const part of partsOfTotal(row) ?? []) parts.add(cellKey(part));
  }
  if (repeatOf.size === 0 && parts.size === 0) return [];
  return rows.flatMap((row) => {
    const key = cellKey(cellOfRow(row));
    const other = repeats.has(row.number) ? undefined : repeatOf.get(key);
    return [
      ...(other === undefined ? [] : [toIssue(rowErrors.cellRepeated(other), row.number, uniqueRowRule.id)]),
      ...(parts.has(key) ? [toIssue(cellErrors.partOfMismatch(), row.number, TOTAL_PART.id)] : []),
    ];
  });
}
