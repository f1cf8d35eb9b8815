import { setImmediate as giveWay } from 'node:timers/promises';
import { type Decimal, decimal, roundDecimal, toDecimalString } from '../../../shared/primitives/decimal.ts';
import { combineOutcomes, fractionOf, meanNode } from '../../../shared/scoring/combine-outcomes.ts';
import { countCells } from '../../../shared/scoring/completeness.ts';
import type { Completeness, Grade } from '../../../shared/scoring/evaluation-result.ts';
import { GRADE_GUARDS } from '../../../shared/scoring/grade-rules.ts';
import { InputReader } from '../../../shared/scoring/measure-reading.ts';
import type { Outcome } from '../../../shared/scoring/outcome.ts';
import { toScoreResult } from '../../../shared/scoring/round-score.ts';
import type { ScoringInput } from '../../../shared/scoring/scoring-input.ts';
import { suggestGrade } from '../../../shared/scoring/suggest-grade.ts';

/** The nearest weight in one direction at which the suggested grade is another. */
export interface GradeTurn {
  readonly weight: string;
  /** Weight points away from the present weight; negative downwards. */
  readonly move: string;
  readonly grade: Grade | null;
  readonly score: string | null;
}

/** How far a weight may move before the suggested grade changes. */
export interface WeightSensitivity {
  readonly level: 'PILLAR' | 'INDICATOR';
  readonly code: string;
  readonly weight: string;
  /** The smaller of the two moves; null where none changes the grade. */
  readonly nearest: GradeTurn | null;
  readonly decrease: GradeTurn | null;
  readonly increase: GradeTurn | null;
}

/** Places to which a turn is found: moves are told in ten-thousandths of a weight point. */
const PLACES = 4;
const TICK = decimal(10).pow(-PLACES);
const TICKS_OF_A_POINT = 10 ** PLACES;
const HUNDRED = decimal(100);

/**
 * For every pillar and indicator: the smallest move of its weight, all others of its level giving or taking in
 * proportion, that changes the suggested grade. The scores of the indicators stay; only their weighing is done anew,
 * with the calculator's own mean in exact decimals. Outwards from the present weight each whole point is looked at;
 * where the band of the score or a pillar's guard differs from the point before, the first ten-thousandth at which it
 * does is found by halving. The score is monotone in one weight while everything beside it applies and is complete, so
 * nothing is passed over; otherwise a change that is undone within one whole point is.
 */
export async function gradeSensitivity(input: ScoringInput): Promise<WeightSensitivity[]> {
  const weighing = new Weighing(input);
  const found: WeightSensitivity[] = [];
  for (const item of weighing.items()) {
    found.push(turnsOf(weighing, item));
    // Some hundred weighings each: others are served in between.
    await giveWay();
  }
  return found;
}

/** A weight that is moved: of a pillar, or of an indicator. */
interface Item {
  readonly level: 'PILLAR' | 'INDICATOR';
  readonly code: string;
  readonly text: string;
  readonly weight: Decimal;
  readonly pillar: number;
  /** Places of the group in the pillar and of the indicator in the group; null for a pillar. */
  readonly inside: { readonly group: number; readonly indicator: number } | null;
}

interface Weighed {
  /** Band of the score and guards that hold: while it stays, so does the grade. */
  readonly situation: string;
  readonly grade: Grade | null;
  readonly score: string | null;
}

interface Branch {
  readonly weight: Decimal;
  readonly outcome: Outcome;
}

interface PillarBranch extends Branch {
  readonly name: string;
  readonly code: string;
  readonly text: string;
  readonly groups: readonly (Branch & { readonly indicators: readonly (Branch & { code: string; text: string })[] })[];
}

/** The scored indicators of one evaluation, ready to be weighed otherwise. */
class Weighing {
  private readonly input: ScoringInput;
  private readonly pillars: readonly PillarBranch[];
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
    this.satisfaction = plan.grades.satisfaction?.score(reader) ?? null;
    const when = { year: plan.setup.year, asOf: input.asOf ?? null };
    this.completeness = countCells(plan.expected, reader, when).completeness;
  }

  items(): Item[] {
    return [
      ...this.pillars.map(
        ({ code, text, weight }, pillar): Item => ({ level: 'PILLAR', code, text, weight, pillar, inside: null }),
      ),
      ...this.pillars.flatMap(({ groups }, pillar) =>
        groups.flatMap(({ indicators }, group) =>
          indicators.map(
            ({ code, text, weight }, indicator): Item => ({
              ...{ level: 'INDICATOR', code, text, weight, pillar },
              inside: { group, indicator },
            }),
          ),
        ),
      ),
    ];
  }

  /** The grade were the item's weight this, all others of its level scaled to fit. */
  at(item: Item, weight: Decimal): Weighed {
    const rest = HUNDRED.minus(weight).div(HUNDRED.minus(item.weight));
    const pillars = this.pillars.map((pillar, place) => {
      if (place !== item.pillar) return { ...pillar, weight: pillar.weight.times(rest) };
      if (item.inside === null) return { ...pillar, weight };
      return { ...pillar, ...moved(pillar, item.inside, { from: item.weight, to: weight, rest }) };
    });
    const outcome = mean(pillars.map((each) => ({ weight: fractionOf(each.weight), outcome: each.outcome })));
    const score = toScoreResult(outcome);
    const rules = this.input.plan.grades;
    const { suggested } = suggestGrade(rules, {
      score,
      pillars,
      satisfaction: this.satisfaction,
      completeness: this.completeness,
    });
    const { value } = score;
    const band = value === null ? -1 : rules.bands.findIndex(({ atLeast }) => decimal(value).gte(atLeast));
    const guards = pillars.map(({ outcome: { value: of } }) => of?.gte(GRADE_GUARDS.pillarAtLeast) ?? null);
    return { situation: `${band} ${guards.join()}`, grade: suggested, score: value };
  }
}

/** A pillar after one indicator in it has another weight and the others are scaled. */
function moved(
  pillar: PillarBranch,
  inside: { readonly group: number; readonly indicator: number },
  { from, to, rest }: { readonly from: Decimal; readonly to: Decimal; readonly rest: Decimal },
): Branch {
  const around = (whole: Decimal): Decimal => whole.minus(from).times(rest).plus(to);
  const groups = pillar.groups.map((group, place): Branch => {
    if (place !== inside.group) return { weight: group.weight.times(rest), outcome: group.outcome };
    const indicators = group.indicators.map(({ weight, outcome }, index) => ({
      ...{ weight: index === inside.indicator ? to : weight.times(rest), outcome },
    }));
    return { weight: around(group.weight), outcome: mean(indicators) };
  });
  return { weight: around(pillar.weight), outcome: mean(groups) };
}

function mean(branches: readonly Branch[]): Outcome {
  const children = branches.map(({ weight, outcome }) => ({ weight, node: outcome.node }));
  return combineOutcomes(
    meanNode('subject', '', children),
    branches.map(({ outcome }) => outcome),
  );
}

function turnsOf(weighing: Weighing, item: Item): WeightSensitivity {
  const { level, code, text, weight } = item;
  // A weight of 100 leaves nothing to share; without a suggestion no weight makes one.
  const isMovable = weight.lt(HUNDRED) && weighing.at(item, weight).grade !== null;
  const decrease = isMovable ? turn(weighing, item, -1) : null;
  const increase = isMovable ? turn(weighing, item, 1) : null;
  return { level, code, weight: text, decrease, increase, nearest: nearer(decrease, increase) };
}

function turn(weighing: Weighing, item: Item, direction: 1 | -1): GradeTurn | null {
  const room = direction === 1 ? HUNDRED.minus(item.weight) : item.weight;
  const last = room.div(TICK).ceil().toNumber();
  const weightAt = (ticks: number): Decimal => {
    const moved = item.weight.plus(TICK.times(ticks * direction));
    return moved.isNegative() ? decimal(0) : moved.gt(HUNDRED) ? HUNDRED : moved;
  };
  const at = (ticks: number): Weighed => weighing.at(item, weightAt(ticks));
  const official = at(0);
  let near = { ticks: 0, weighed: official };
  while (near.ticks < last) {
    const far = Math.min(last, near.ticks + TICKS_OF_A_POINT - (near.ticks % TICKS_OF_A_POINT));
    const weighed = at(far);
    if (weighed.situation === near.weighed.situation) near = { ticks: far, weighed };
    else {
      const ticks = firstOther(near.ticks, far, (place) => at(place).situation !== near.weighed.situation);
      near = { ticks, weighed: at(ticks) };
    }
    if (near.weighed.grade !== official.grade) {
      const weight = weightAt(near.ticks);
      const move = toDecimalString(roundDecimal(weight.minus(item.weight), PLACES));
      return { weight: toDecimalString(weight), move, grade: near.weighed.grade, score: near.weighed.score };
    }
  }
  return null;
}

/** The first place after `near` at which things are otherwise; at `far` they are. */
function firstOther(near: number, far: number, isOther: (place: number) => boolean): number {
  let [same, other] = [near, far];
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (isOther(middle)) other = middle;
    else same = middle;
  }
  return other;
}

function nearer(one: GradeTurn | null, other: GradeTurn | null): GradeTurn | null {
  if (one === null || other === null) return one ?? other;
  return decimal(other.move).abs().lt(decimal(one.move).abs()) ? other : one;
}
