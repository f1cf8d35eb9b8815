import type { Decimal } from '../primitives/decimal.ts';
import { combineOutcomes } from './outcome/combine-outcomes.ts';
import { countCells } from './outcome/completeness.ts';
import type { EvaluationResult, NodeResult } from './evaluation-result.ts';
import { toIndicatorResult } from './indicator-result.ts';
import { InputReader } from './reading/measure-reading.ts';
import { dropsOut, HUNDRED, type Outcome, ZERO } from './outcome/outcome.ts';
import type { PlannedIndicator, PlannedPillar, ScoringPlan } from './compile/prepare-scoring.ts';
import { keep, toScoreResult } from './outcome/round-score.ts';
import type { ScoringInput } from './scoring-input.ts';
import { suggestGrade } from './grade/suggest-grade.ts';
import { viewUnits } from './unit-view.ts';

interface ScoredIndicator {
  readonly planned: PlannedIndicator;
  readonly outcome: Outcome;
}

/**
 * The evaluation of one subject and year: a pure function of its input, exact decimals inside, four places kept.
 * The order of the values makes no difference; nothing missing ever counts as zero.
 */
export function calculateEvaluation(input: ScoringInput): EvaluationResult {
  const { plan } = input;
  const { setup } = plan;
  const reader = new InputReader(input);
  const pillars = plan.pillars.map((pillar) => scorePillar(pillar, reader));
  const subject = combineOutcomes(
    plan.node,
    pillars.map(({ outcome }) => outcome),
  );
  const cells = countCells(plan.expected, reader, { year: setup.year, asOf: input.asOf ?? null });
  const weights = spreadWeights(pillars, plan.totalWeight);
  const scored = pillars.flatMap(({ groups }) => groups.flatMap(({ indicators }) => indicators));
  const score = toScoreResult(subject);
  return {
    framework: setup.framework.id,
    model: setup.model.id,
    variant: setup.variant,
    year: setup.year,
    score,
    grade: suggestGrade(plan.grades, {
      score,
      pillars: pillars.map(({ planned, outcome }) => ({ name: planned.node.label, outcome })),
      satisfaction: plan.grades.satisfaction?.score(reader) ?? null,
      completeness: cells.completeness,
    }),
    completeness: cells.completeness,
    missing: inOfficialOrder(cells.missing, plan),
    pillars: pillars.map(({ planned, outcome }) => toNodeResult(planned, outcome, weights)),
    groups: pillars.flatMap(({ groups }) =>
      groups.map(({ planned, outcome }) => toNodeResult(planned, outcome, weights)),
    ),
    indicators: inFrameworkOrder(scored).map(({ planned, outcome }) =>
      toIndicatorResult({ planned, outcome, effectiveWeight: weights.get(outcome) ?? null, input, reader }),
    ),
    memberUnits: viewUnits(plan, { led: ledBy(scored), cells: cells.units }),
  };
}

function scorePillar(planned: PlannedPillar, reader: InputReader) {
  const groups = planned.groups.map((group) => {
    const indicators = group.indicators.map(
      (each): ScoredIndicator => ({ planned: each, outcome: each.node.score(reader) }),
    );
    const outcome = combineOutcomes(
      group.node,
      indicators.map((each) => each.outcome),
    );
    return { planned: group, indicators, outcome };
  });
  return {
    planned,
    groups,
    outcome: combineOutcomes(
      planned.node,
      groups.map(({ outcome }) => outcome),
    ),
  };
}

type ScoredPillar = ReturnType<typeof scorePillar>;

/**
 * Weights after those of what does not apply were spread over its siblings, in proportion; only those that differ from
 * the planned ones are in the answer.
 */
function spreadWeights(pillars: readonly ScoredPillar[], totalWeight: Decimal): ReadonlyMap<Outcome, Decimal> {
  const changed = new Map<Outcome, Decimal>();
  const top = pillars.map(({ planned, outcome }) => ({ weight: planned.weightValue, outcome }));
  spread(HUNDRED, { children: top, totalWeight }, changed);
  for (const { planned, groups, outcome } of pillars) {
    const inPillar = groups.map((group) => ({ weight: group.planned.weightValue, outcome: group.outcome }));
    const { totalWeight: ofPillar } = planned.node;
    spread(changed.get(outcome) ?? planned.weightValue, { children: inPillar, totalWeight: ofPillar }, changed);
    for (const group of groups) {
      const inGroup = group.indicators.map((each) => ({ weight: each.planned.scoring.weight, outcome: each.outcome }));
      const { totalWeight: ofGroup } = group.planned.node;
      const available = changed.get(group.outcome) ?? group.planned.weightValue;
      spread(available, { children: inGroup, totalWeight: ofGroup }, changed);
    }
  }
  return changed;
}

function spread(available: Decimal, { children, totalWeight }: Siblings, changed: Map<Outcome, Decimal>): void {
  let total = totalWeight;
  for (const { weight, outcome } of children) {
    if (!dropsOut(outcome)) continue;
    total = total.minus(weight);
    changed.set(outcome, ZERO);
  }
  if (total === available || total.eq(available)) return;
  for (const { weight, outcome } of children) {
    if (!dropsOut(outcome)) changed.set(outcome, weight.times(available).div(total));
  }
}

interface Siblings {
  readonly children: readonly { readonly weight: Decimal; readonly outcome: Outcome }[];
  readonly totalWeight: Decimal;
}

function toNodeResult(
  planned: { readonly code: string; readonly weight: string; readonly weightValue: Decimal },
  outcome: Outcome,
  changed: ReadonlyMap<Outcome, Decimal>,
): NodeResult {
  const effectiveWeight = keep(changed.get(outcome) ?? planned.weightValue);
  return {
    code: planned.code,
    weight: planned.weight,
    effectiveWeight,
    status: outcome.status,
    score: toScoreResult(outcome),
  };
}

function ledBy(scored: readonly ScoredIndicator[]): Map<string, Outcome[]> {
  const led = new Map<string, Outcome[]>();
  for (const { planned, outcome } of scored) {
    if (planned.lead === null) continue;
    const known = led.get(planned.lead);
    if (known === undefined) led.set(planned.lead, [outcome]);
    else known.push(outcome);
  }
  return led;
}

function inFrameworkOrder(scored: readonly ScoredIndicator[]): ScoredIndicator[] {
  return [...scored].sort((a, b) => a.planned.position - b.planned.position);
}

function inOfficialOrder<Row extends { readonly memberUnit: string }>(
  rows: readonly Row[],
  { unitOrder }: ScoringPlan,
): Row[] {
  const rank = ({ memberUnit }: Row): number => unitOrder.get(memberUnit) ?? unitOrder.size;
  return [...rows].sort((a, b) => rank(a) - rank(b) || (a.memberUnit < b.memberUnit ? -1 : 1));
}
