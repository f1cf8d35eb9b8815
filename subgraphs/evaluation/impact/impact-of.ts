import type { EntityManager } from 'typeorm';
import { yearOf } from '../input-store/ingest.repository.ts';
import type { PendingObservation } from '../pending/pending-observation.ts';
import { cellRefText } from '../result/recalculation/derive-here.ts';
import type { SubjectYear } from '../result/recalculation/recalculation-job.repository.ts';
import type { YearCalculator, YearFacts } from '../result/recalculation/year-calculator.ts';
import type { Subject } from '../subject/subject.ts';
import { SubjectRepository } from '../subject/subject.repository.ts';
import { compareEvaluations, isNoDifference } from './compare-evaluations.ts';
import { type ChangedValue, type EvaluationImpact, IMPACT_LIMITS } from './impact.ts';
import type { CellChange } from './overlay.ts';
import { countingByCell, evaluateAsKnown, evaluateWith, toChanges } from './what-if.ts';

interface Question {
  readonly facts: YearFacts;
  readonly subject: Subject;
  readonly changes: readonly CellChange[];
}

/** The difference between the evaluation as it stands and as the changes would make it. */
export function impactOf(calculator: YearCalculator, { facts, subject, changes }: Question): EvaluationImpact {
  return {
    pair: facts.pair,
    subject,
    framework: facts.plan.setup.framework.id,
    values: changedValues(facts, changes).slice(0, IMPACT_LIMITS.listed),
    valueCount: changes.length,
    difference: compareEvaluations(evaluateAsKnown(calculator, facts), evaluateWith(calculator, facts, changes)),
  };
}

/** What stands in the cells now and what would. */
export function changedValues(facts: YearFacts, changes: readonly CellChange[]): ChangedValue[] {
  const counting = countingByCell(facts);
  return changes.map(({ measure, period, dimensions, value }) => {
    const known = counting.get(cellRefText({ measure, period, dimensions })) ?? null;
    const memberUnit = value?.memberUnit ?? known?.memberUnit ?? null;
    return { measure, period, dimensions, memberUnit, before: known?.value ?? null, after: value?.value ?? null };
  });
}

/**
 * The impacts of pending values on every evaluation they count in: their own year, and the next where they are the
 * base of growth and that changes. `count` tells how many there are, the first are calculated.
 */
export async function evaluationsOf(
  manager: EntityManager,
  calculator: YearCalculator,
  pending: readonly PendingObservation[],
): Promise<{ readonly evaluations: EvaluationImpact[]; readonly count: number }> {
  const own = new Map(pending.map(({ subject, period }) => [`${subject} ${yearOf(period)}`, pairOf(subject, period)]));
  const pairs = new Map(own);
  for (const { subject, year } of own.values()) pairs.set(`${subject} ${year + 1}`, { subject, year: year + 1 });
  const subjects = await subjectsOf(manager, pending);
  const evaluations: EvaluationImpact[] = [];
  let count = 0;
  for (const [key, pair] of [...pairs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const subject = subjects.get(pair.subject);
    if (evaluations.length >= IMPACT_LIMITS.evaluations) {
      if (own.has(key)) count += 1;
      continue;
    }
    const facts = subject === undefined ? null : await calculator.load(manager, pair);
    if (facts === null || subject === undefined) continue;
    const changes = toChanges(pending.filter(isUsedIn(pair)), facts);
    const impact = impactOf(calculator, { facts, subject, changes });
    // The next year is told of only where something changes in it.
    if (!own.has(key) && isNoDifference(impact.difference)) continue;
    evaluations.push(impact);
    count += 1;
  }
  return { evaluations, count };
}

function pairOf(subject: string, period: string): SubjectYear {
  return { subject, year: yearOf(period) };
}

function isUsedIn({ subject, year }: SubjectYear): (pending: PendingObservation) => boolean {
  return (pending) => pending.subject === subject && yearOf(pending.period) <= year;
}

async function subjectsOf(
  manager: EntityManager,
  pending: readonly PendingObservation[],
): Promise<Map<string, Subject>> {
  const codes = [...new Set(pending.map(({ subject }) => subject))];
  const subjects = await new SubjectRepository(manager).findByCodes(codes);
  return new Map(subjects.map((subject) => [subject.code, subject]));
}
