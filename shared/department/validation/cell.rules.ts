import type { Measure } from '../../catalogue/catalogue.ts';
import type { Issue } from '../../primitives/issue.ts';
import { type Cell, cellKey } from '../observation/observation.ts';
import { type CellRule, type CellValues, cellOfRow } from './cell-rule.ts';
import { historyRules } from './cell/history.rules.ts';
import { planRules, shareRules } from './cell/ratio.rules.ts';
import { recordRules } from './cell/record.rules.ts';
import type { ResolvedRow, RowContext } from './row.ts';
import { toIssue } from './row.errors.ts';
import { appliesToMeasure } from './rule.ts';
import { totalRules } from './cell/total.rules.ts';

export type { CellRule, CellValues } from './cell-rule.ts';

/** The checks against other cells every department makes. */
export const commonCellRules: readonly CellRule[] = [
  ...totalRules,
  ...shareRules,
  ...planRules,
  ...recordRules,
  ...historyRules,
];

/** Every cell the rules want to see for the rows, each once; the rows' own cells are among them. */
export function cellsToRead(rows: readonly ResolvedRow[], rules: readonly CellRule[], context: RowContext): Cell[] {
  const cells = new Map<string, Cell>();
  const add = (cell: Cell): void => void cells.set(cellKey(cell), cell);
  const rulesOf = rulesByMeasure(rules, context);
  for (const row of rows) {
    if (!row.isControl) add(cellOfRow(row));
    for (const rule of rulesOf(row)) for (const cell of rule.reads(row, context)) add(cell);
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
  const issues: Issue[] = [];
  const rulesOf = rulesByMeasure(rules, context);
  for (const row of rows) {
    const known = row.isControl ? null : values.current(cellOfRow(row));
    // What the record says already needs no answer twice.
    if (known?.value === row.value && (row.input.stage === null || row.input.stage === known.stage)) continue;
    for (const rule of rulesOf(row)) {
      const finding = rule.check(row, values, context);
      if (finding) issues.push(toIssue({ currentValue: known?.value ?? null, ...finding }, row.number, rule.id));
    }
  }
  return issues;
}

/** The rules that are asked about a row: the same for all rows of a measure, so found once for each. */
function rulesByMeasure(rules: readonly CellRule[], context: RowContext): (row: ResolvedRow) => readonly CellRule[] {
  const plain = new Map<Measure | null, readonly CellRule[]>();
  const control = new Map<Measure | null, readonly CellRule[]>();
  return (row) => {
    const known = row.isControl ? control : plain;
    const found = known.get(row.measure) ?? rules.filter((rule) => isAsked(rule, row, context));
    known.set(row.measure, found);
    return found;
  };
}

/** Control rows are only held against their parts; invented figures only against what cannot be. */
function isAsked(rule: CellRule, row: ResolvedRow, { isDemo }: RowContext): boolean {
  if (isDemo && rule.strength !== 'ERROR') return false;
  if (row.isControl !== totalRules.includes(rule)) return false;
  return appliesToMeasure(rule, row.measure);
}
