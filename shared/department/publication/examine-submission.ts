import type { EntityManager } from 'typeorm';
import { cellsToDerive } from '../derivation/derive-after.ts';
import type { Cell } from '../observation/observation.ts';
import { findKnownSubjects, MANY_CELLS, readRecordCells } from '../observation/record-cell.repository.ts';
import type { RecordCell } from '../observation/record-cell.ts';
import { parsePeriod } from '../../primitives/period.ts';
import type { CellRule } from '../validation/cell-rule.ts';
import { cellsToRead, commonCellRules } from '../validation/cell.rules.ts';
import { CheckPlans } from '../validation/check-plan.ts';
import type { ResolvedRow, RowContext } from '../validation/row.ts';
import type { Waiver } from '../validation/settle.ts';
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

/** Reads what the record says about the rows and examines them. */
export async function examineSubmission(
  dependencies: PublishDependencies,
  manager: EntityManager,
  submission: Submission,
  policy: ApprovalPolicy,
): Promise<Examined> {
  const record = await readRecordOf(dependencies, manager, submission, { derives: false });
  const examination = await examineBeside(dependencies, submission, {
    policy,
    record,
    waivers: (cells) => findWaivers(manager, cells),
  });
  return { examination, record };
}

/** What a submission is examined beside. */
export interface Beside {
  readonly policy: ApprovalPolicy;
  readonly record: ReadonlyMap<string, RecordCell>;
  /** Only asked for where a waiver could help. */
  readonly waivers: (cells: readonly Cell[]) => Promise<Waiver[]>;
}

/** Examines the rows beside the record. */
export async function examineBeside(
  dependencies: PublishDependencies,
  submission: Submission,
  { policy, record, waivers }: Beside,
): Promise<Examination> {
  const plans = plansFor(dependencies, rowContextOf(dependencies, submission));
  const { kind, mode } = submission.order;
  const yardstick = { plans, standing: { kind, policy }, mode };
  const first = examine(submission, record, { ...yardstick, waivers: [] });
  if (!mayBeWaived(first.issues, isWaivableRule)) return first;
  const found = await waivers(submission.rows.map(cellOf));
  return found.length === 0 ? first : examine(submission, record, { ...yardstick, waivers: found });
}

/**
 * The rows' cells, those that their checks read and, where asked for, those that computing from them reads and writes.
 * Of many rows only those about subjects of which anything is known.
 */
export async function readRecordOf(
  dependencies: PublishDependencies,
  manager: EntityManager,
  submission: Submission,
  { derives }: { readonly derives: boolean },
): Promise<ReadonlyMap<string, RecordCell>> {
  const { rows } = submission;
  const plans = plansFor(dependencies, rowContextOf(dependencies, submission));
  const derived = derives ? cellsToDerive(dependencies.knowledge, rows.map(cellOf)) : NOTHING_DERIVED;
  if (rows.length < MANY_CELLS && !derives)
    return readRecordCells(manager, rows.map(cellOf), cellsToRead(rows.filter(isSound), plans));
  const known = await findKnownSubjects(manager, yearsOf(rows, plans, [...derived.written, ...derived.beside]));
  if (known.size === 0) return new Map();
  const isKnown = ({ subject }: Pick<Cell, 'subject'>): boolean => known.has(subject);
  const concerned = rows.filter((row) => isKnown(row.input));
  return readRecordCells(
    manager,
    [...concerned.map(cellOf), ...derived.written.filter(isKnown)],
    [...cellsToRead(concerned.filter(isSound), plans), ...derived.beside.filter(isKnown)],
  );
}

const NOTHING_DERIVED: ReturnType<typeof cellsToDerive> = { written: [], beside: [] };

/** The years of subjects that the rows and their checks are about. */
function yearsOf(rows: readonly ResolvedRow[], plans: CheckPlans, further: readonly Cell[]): Map<string, Set<number>> {
  const years = new Map<string, Set<number>>();
  const ofSubject = (subject: string): Set<number> => {
    const known = years.get(subject) ?? new Set<number>();
    if (known.size === 0) years.set(subject, known);
    return known;
  };
  for (const row of rows) {
    const known = ofSubject(row.input.subject);
    known.add(row.period?.year ?? 0);
    if (isSound(row)) for (const year of plans.of(row).years) known.add(year);
  }
  for (const { subject, period } of further) ofSubject(subject).add(parsePeriod(period)?.year ?? 0);
  return years;
}
