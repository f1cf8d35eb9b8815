import type { Issue } from '../../primitives/issue.ts';
import { type Cell, cellKey } from '../observation/observation.ts';
import { type CellRule, type CellValues, cellOfRow } from './cell-rule.ts';
import { historyRules } from './cell/history.rules.ts';
import { planRules, shareRules } from './cell/ratio.rules.ts';
import { recordRules } from './cell/record.rules.ts';
import type { AskedRule, CheckPlans } from './check-plan.ts';
import type { ResolvedRow } from './row.ts';
import { toIssue } from './row.errors.ts';
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
export function cellsToRead(rows: readonly ResolvedRow[], plans: CheckPlans): Cell[] {
  const cells = new Map<string, Cell>();
  for (const row of rows) {
    const { subject } = row.input;
    for (const { period, measure, dimensions } of plans.of(row).reads) {
      const cell = { subject, period, measure, dimensions };
      cells.set(cellKey(cell), cell);
    }
  }
  return [...cells.values()];
}

/** Every finding of every rule on every row. */
export function checkCells(rows: readonly ResolvedRow[], plans: CheckPlans, values: CellValues): Issue[] {
  const issues: Issue[] = [];
  for (const row of rows) {
    const known = row.isControl ? null : values.current(cellOfRow(row));
    // What the record says already needs no answer twice.
    if (known?.value === row.value && (row.input.stage === null || row.input.stage === known.stage)) continue;
    const { asked, own } = plans.of(row);
    // Another row about the cell may be the one that counts.
    const isAlone = known === null && values.afterAt(row.input.subject, own)?.startsWith('-') !== true;
    for (const one of asked) {
      if (isAlone && isSilent(one, row, values)) continue;
      const finding = one.rule.check(row, values, plans.context);
      if (finding) issues.push(toIssue({ currentValue: known?.value ?? null, ...finding }, row.number, one.rule.id));
    }
  }
  return issues;
}

/** Most rows of a first report have nothing to be held against; to see that is cheaper than to ask. */
function isSilent({ rule, others }: AskedRule, row: ResolvedRow, values: CellValues): boolean {
  if (rule.needsOthers !== true) return false;
  for (const place of others) if (values.afterAt(row.input.subject, place) !== null) return false;
  return true;
}
