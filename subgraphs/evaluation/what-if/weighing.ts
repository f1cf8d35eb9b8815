import { type Decimal, decimal } from '../../../shared/primitives/decimal.ts';
import { combineOutcomes, meanNode } from '../../../shared/scoring/outcome/combine-outcomes.ts';
import { countCells } from '../../../shared/scoring/outcome/completeness.ts';
import type { Completeness, Grade } from '../../../shared/scoring/evaluation-result.ts';
import { GRADE_GUARDS } from '../../../shared/scoring/grade/grade-rules.ts';
import { InputReader } from '../../../shared/scoring/reading/measure-reading.ts';
import { dropsOut, HUNDRED, make, type Outcome, ZERO } from '../../../shared/scoring/outcome/outcome.ts';
import { keep, toScoreResult } from '../../../shared/scoring/outcome/round-score.ts';
import type { ScoringInput } from '../../../shared/scoring/scoring-input.ts';
import { suggestGrade } from '../../../shared/scoring/grade/suggest-grade.ts';

/** Something weighed in a mean. */
interface Branch {
  readonly weight: Decimal;
  readonly outcome: Outcome;
}

/** A weight that can be moved: of a pillar, or of an indicator. */
export interface Movable extends Branch {
  readonly level: 'PILLAR' | 'INDICATOR';
  readonly code: string;
  /** The weight as the model writes it. */
  readonly text: string;
  /** Place of its pillar. */
  readonly pillar: number;
  /** The means it goes through, from the inmost: what is weighed beside it, and the weight of the whole further out. */
  readonly means: readonly { readonly beside: Branch | null; readonly whole: Decimal }[];
}

/** What a weighing comes to. */
export interface Weighed {
  /** Band of the score and guards that hold: while it stays, so does the grade. */
  readonly situation: string;
  readonly grade: () => Grade | null;
  readonly score: () => string | null;
}

interface PillarBranch extends Branch {
  readonly name: string;
  readonly code: string;
  readonly text: string;
  readonly groups: readonly (Branch & { readonly indicators: readonly (Branch & { code: string; text: string })[] })[];
}

/** The scored indicators of one evaluation, ready to be weighed otherwise: with the calculator's own mean, exact. */
export class Weighing {
  private readonly input: ScoringInput;
  private readonly pillars: readonly PillarBranch[];
  private readonly guards: readonly string[];
  private readonly satisfaction: Outcome | null;
  private readonly completeness: Completeness;

  constructor(input: ScoringInput) {
    const { plan } = input;
    const reader = new InputReader(input);
    this.input = input;
    this.pillars = plan.pillars.map((pillar) => {
      const groups = pillar.groups.map((group) => {
        const indicators = group.indicators.map(({ indicator, scoring, node }) => ({
          ...{ code: indicator.code, text: scoring.weightText, weight: scoring.weight },
          outcome: node.score(reader),
        }));
        return { weight: decimal(group.weight), indicators, outcome: mean(indicators) };
      });
      const { code, weight: text, node } = pillar;
      return { code, text, name: node.label, weight: decimal(text), groups, outcome: mean(groups) };
    });
    this.guards = this.pillars.map(({ outcome }) => guardOf(outcome));
    this.satisfaction = plan.grades.satisfaction?.score(reader) ?? null;
    const when = { year: plan.setup.year, asOf: input.asOf ?? null };
    this.completeness = countCells(plan.expected, reader, when).completeness;
  }

  /** Pillars, then indicators, in the order of the framework. */
  movables(): Movable[] {
    return [
      ...this.pillars.map(({ code, text, weight, outcome }, pillar): Movable => {
        const means = [{ beside: beside(this.pillars, pillar), whole: HUNDRED }];
        return { level: 'PILLAR', code, text, weight, outcome, pillar, means };
      }),
      ...this.pillars.flatMap((_, pillar) => this.indicatorsOf(pillar)),
    ];
  }

  private indicatorsOf(pillar: number): Movable[] {
    const branch = this.pillars[pillar];
    return (branch?.groups ?? []).flatMap((group, place) => {
      const outer = [
        { beside: beside(branch?.groups ?? [], place), whole: branch?.weight ?? ZERO },
        { beside: beside(this.pillars, pillar), whole: HUNDRED },
      ];
      return group.indicators.map(({ code, text, weight, outcome }, index): Movable => {
        const means = [{ beside: beside(group.indicators, index), whole: group.weight }, ...outer];
        return { level: 'INDICATOR', code, text, weight, outcome, pillar, means };
      });
    });
  }

  /** What would be, were this weight another and all others of its level scaled to fit. */
  at(moved: Movable, weight: Decimal): Weighed {
    // Only proportions count: scaling all others down is the same as scaling the one up, and leaves them as they are.
    const isAll = weight.eq(HUNDRED);
    const to = isAll ? HUNDRED : weight.times(HUNDRED.minus(moved.weight)).div(HUNDRED.minus(weight));
    let branch: Branch = { weight: to, outcome: moved.outcome };
    let pillar = branch.outcome;
    for (const { beside: others, whole } of moved.means) {
      pillar = branch.outcome;
      const rest = others === null ? [] : [isAll ? { ...others, weight: ZERO } : others];
      const grown = isAll ? HUNDRED : whole.minus(moved.weight).plus(to);
      branch = { weight: grown, outcome: mean([branch, ...rest]) };
    }
    return this.weighed(branch.outcome, { pillar, place: moved.pillar });
  }

  private weighed(outcome: Outcome, { pillar, place }: { readonly pillar: Outcome; readonly place: number }): Weighed {
    const guards = this.guards.with(place, guardOf(pillar));
    return {
      situation: `${this.bandOf(outcome)} ${guards.join()}`,
      // Reckoned where it is asked for: while the situation stays nobody does.
      grade: () => {
        const pillars = this.pillars.map((each, index) => (index === place ? { ...each, outcome: pillar } : each));
        const { satisfaction, completeness } = this;
        const facts = { score: toScoreResult(outcome), pillars, satisfaction, completeness };
        return suggestGrade(this.input.plan.grades, facts).suggested;
      },
      score: () => toScoreResult(outcome).value,
    };
  }

  private bandOf({ value }: Outcome): number {
    if (value === null) return -1;
    const kept = decimal(keep(value));
    return this.input.plan.grades.bands.findIndex(({ atLeast }) => kept.gte(atLeast));
  }
}

function guardOf({ value }: Outcome): string {
  return String(value?.gte(GRADE_GUARDS.pillarAtLeast) ?? null);
}

function mean(branches: readonly Branch[]): Outcome {
  const children = branches.map(({ weight, outcome }) => ({ weight, node: outcome.node }));
  return combineOutcomes(
    meanNode('subject', '', children),
    branches.map(({ outcome }) => outcome),
  );
}

/** All branches but one, taken together: in a mean they count as they would each. Null where none of them counts. */
function beside(branches: readonly Branch[], place: number): Branch | null {
  const counted = branches.filter(({ outcome }, index) => index !== place && !dropsOut(outcome));
  const weight = counted.reduce((sum, branch) => sum.plus(branch.weight), ZERO);
  if (weight.isZero()) return null;
  const together = mean(counted);
  if (together.status === 'COMPLETE') return { weight, outcome: together };
  let [points, received] = [ZERO, ZERO];
  for (const { weight: each, outcome } of counted) {
    if (outcome.value === null) continue;
    const share = each.times(outcome.receivedShare);
    received = received.plus(share);
    points = points.plus(share.times(outcome.value));
  }
  // Not kept within its bounds, as a mean of its own would be: that is done once, by the mean it goes into.
  const value = received.isZero() ? null : points.div(received);
  const score = { value, low: together.low, high: together.high, receivedShare: together.receivedShare };
  return { weight, outcome: make(together.node, together.status, score, {}) };
}
