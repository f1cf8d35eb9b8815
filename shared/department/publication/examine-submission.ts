import type { EntityManager } from 'typeorm';
import { findKnownSubjects, MANY_CELLS, readRecordCells } from '../observation/record-cell.repository.ts';
import type { RecordCell } from '../observation/record-cell.ts';
import type { CellRule } from '../validation/cell-rule.ts';
import { cellsToRead, commonCellRules } from '../validation/cell.rules.ts';
import { CheckPlans } from '../validation/check-plan.ts';
import type { ResolvedRow, RowContext } from '../validation/row.ts';
import { isWaivableRule } from '../validation/rule-table.ts';
import { findWaivers } from '../waiver/waiver.repository.ts';
import { type Examination, examine, isSound } from './examine.ts';
import { cellOf } from './publication-rows.ts';
import type { ApprovalPolicy } from './publication.ts';
import type { PublishDependencies } from './publish-outcome.ts';
import { mayBeWaived, type Submission } from './submission.ts';

/** The checks of a department against other cells: the common ones and its own. */
export function cellRulesOf({ department }: Pick<PublishDependencies, 'department'>): readonly CellRule[] {
  return [...commonCellRules, ...(department.cellRules ?? [])];
}

/** Whose rows they are and when they were handed in. */
interface RowAbout extends Pick<Submission, 'memberUnit' | 'today'> {
  readonly order: Pick<Submission['order'], 'isDemo'>;
}

/** What the checks of a submission look things up in. */
export function rowContextOf(
  { knowledge }: Pick<PublishDependencies, 'knowledge'>,
  { memberUnit, today, order }: RowAbout,
): RowContext {
  return { ...knowledge, memberUnit, today, isDemo: order.isDemo };
}

/** What is asked about the same unit's rows of one day is found once, whatever submission they come in. */
const plansByKnowledge = new WeakMap<PublishDependencies['knowledge'], Map<string, CheckPlans>>();
const MOST_CONTEXTS = 32;

function plansFor(dependencies: PublishDependencies, context: RowContext): CheckPlans {
  const plans = plansByKnowledge.get(dependencies.knowledge) ?? new Map<string, CheckPlans>();
  plansByKnowledge.set(dependencies.knowledge, plans);
  const key = `${context.memberUnit} ${context.today} ${context.isDemo}`;
  const known = plans.get(key);
  if (known !== undefined) return known;
  if (plans.size >= MOST_CONTEXTS) plans.clear();
  const made = new CheckPlans(cellRulesOf(dependencies), context);
  plans.set(key, made);
  return made;
}

/** A submission beside the record. */
export interface Examined {
  readonly examination: Examination;
  readonly record: ReadonlyMap<string, RecordCell>;
}

/** Reads what the record says about the rows and examines them. Waivers are only looked for where one could help. */
export async function examineSubmission(
  dependencies: PublishDependencies,
  manager: EntityManager,
  submission: Submission,
  policy: ApprovalPolicy,
): Promise<Examined> {
  const plans = plansFor(dependencies, rowContextOf(dependencies, submission));
  const record = await readRecord(manager, submission.rows, plans);
  const { kind, mode } = submission.order;
  const yardstick = { plans, standing: { kind, policy }, mode };
  const first = examine(submission, record, { ...yardstick, waivers: [] });
  if (!mayBeWaived(first.issues, isWaivableRule)) return { examination: first, record };
  const waivers = await findWaivers(manager, submission.rows.map(cellOf));
  const examination = waivers.length === 0 ? first : examine(submission, record, { ...yardstick, waivers });
  return { examination, record };
}

/** The rows' cells and those that their checks read; of many rows only those about subjects of which anything is known. */
async function readRecord(
  manager: EntityManager,
  rows: readonly ResolvedRow[],
  plans: CheckPlans,
): Promise<ReadonlyMap<string, RecordCell>> {
  const read = (asked: readonly ResolvedRow[]): Promise<Map<string, RecordCell>> =>
    readRecordCells(manager, asked.map(cellOf), cellsToRead(asked.filter(isSound), plans));
  if (rows.length < MANY_CELLS) return read(rows);
  const known = await findKnownSubjects(manager, yearsOf(rows, plans));
  return read(rows.filter((row) => known.has(row.input.subject)));
}

/** The years of subjects that the rows and their checks are about. */
function yearsOf(rows: readonly ResolvedRow[], plans: CheckPlans): Map<string, Set<number>> {
  const years = new Map<string, Set<number>>();
  for (const row of rows) {
    const ofSubject = years.get(row.input.subject) ?? new Set<number>();
    if (ofSubject.size === 0) years.set(row.input.subject, ofSubject);
    ofSubject.add(row.period?.year ?? 0);
    if (isSound(row)) for (const year of plans.of(row).years) ofSubject.add(year);
  }
  return years;
}
