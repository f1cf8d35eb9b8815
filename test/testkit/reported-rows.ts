import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { loadSubjects } from '../../shared/catalogue/subject/subjects.ts';
import type { Department } from '../../shared/department/department.ts';
import { createDepartmentKnowledge } from '../../shared/department/department-knowledge.ts';
import { cellKey } from '../../shared/department/observation/observation.ts';
import type { CellRule, KnownValue } from '../../shared/department/validation/cell-rule.ts';
import { cellOfRow } from '../../shared/department/validation/cell-rule.ts';
import { checkCells, commonCellRules } from '../../shared/department/validation/cell.rules.ts';
import { valuesOf } from '../../shared/department/validation/check-and-settle.ts';
import { CheckPlans } from '../../shared/department/validation/check-plan.ts';
import {
  type ResolvedRow,
  resolveRow,
  type RowContext,
  type RowInput,
} from '../../shared/department/validation/row.ts';
import { checkRows, commonRowRules } from '../../shared/department/validation/row.rules.ts';
import { ObservationState } from '../../shared/graphql/observation-state.type.ts';
import { parseDimensions } from '../../shared/primitives/dimensions.ts';
import type { Issue } from '../../shared/primitives/issue.ts';

export const DISTRICT = '110106';

const catalogue = loadCatalogue();
const subjects = loadSubjects('national', [...catalogue.memberUnits.values()]);
const knowledge = new Map<string, ReturnType<typeof createDepartmentKnowledge>>();

/** What the checks of a department look things up in, for a unit it carries. */
export function aContext(department: Department, unit: string, rest: Partial<RowContext> = {}): RowContext {
  const known = knowledge.get(department.service) ?? createDepartmentKnowledge(department, catalogue, subjects);
  knowledge.set(department.service, known);
  return { ...known, memberUnit: unit, today: '2026-11-21', isDemo: false, ...rest };
}

export interface RowText extends Partial<Omit<RowInput, 'dimensions'>> {
  /** Canonical text. */
  readonly dimensions?: string;
}

/** A row as handed in: technicians of the district in 2025, unless it says otherwise. */
export function anInput({ dimensions = '', ...rest }: RowText = {}): RowInput {
  return {
    subject: DISTRICT,
    measure: 'technicians',
    period: '2025',
    value: '100',
    expectedRevision: null,
    explanation: null,
    stage: null,
    dimensions: parseDimensions(dimensions),
    ...rest,
  };
}

export function resolveRows(rows: readonly RowText[], context: RowContext): ResolvedRow[] {
  return rows.map((row, index) => resolveRow(anInput(row), index + 1, context));
}

/** What counts in the record: accepted values, unless a row says otherwise. */
export interface RecordedText extends RowText {
  readonly state?: ObservationState;
}

export function aRecord(rows: readonly RecordedText[], context: RowContext) {
  const values = new Map<string, KnownValue>();
  for (const { state = ObservationState.ACCEPTED, ...row } of rows) {
    const resolved = resolveRow(anInput(row), 1, context);
    const { stage, explanation } = resolved.input;
    values.set(cellKey(cellOfRow(resolved)), { value: resolved.value, revision: 1, state, stage, explanation });
  }
  return (cell: Parameters<typeof cellKey>[0]): KnownValue | null => values.get(cellKey(cell)) ?? null;
}

export interface Situation {
  readonly department: Department;
  readonly unit: string;
  readonly rows: readonly RowText[];
  readonly recorded?: readonly RecordedText[];
  readonly isDemo?: boolean;
}

export function cellRulesOf(department: Department): CellRule[] {
  return [...commonCellRules, ...(department.cellRules ?? [])];
}

/** Everything the checks find in a situation. */
export function findingsIn({ department, unit, rows, recorded = [], isDemo = false }: Situation): Issue[] {
  const context = aContext(department, unit, { isDemo });
  const resolved = resolveRows(rows, context);
  const values = valuesOf(resolved, aRecord(recorded, context));
  return [
    ...checkRows(resolved, [...commonRowRules, ...department.rules], context),
    ...checkCells(resolved, new CheckPlans(cellRulesOf(department), context), values),
  ];
}
